"""The projects that pages are built in: one for each group of pages and each side."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from conformance.projects import made, of_the_other
from ecosystem.lock import write_packages
from ecosystem.page import Page
from ecosystem.pages import GROUPS

APP = Path(__file__).resolve().parent / "app"

# What packages add to vite.config.js: an import, and what is made of it.
PLUGINS = {
    "@tailwindcss/vite": ("import tailwindcss from '@tailwindcss/vite';", "tailwindcss()"),
    "@sveltejs/enhanced-img": (
        "import { enhancedImages } from '@sveltejs/enhanced-img';",
        "enhancedImages()",
    ),
    "unplugin-icons": ("import Icons from 'unplugin-icons/vite';", "Icons({ compiler: 'svelte' })"),
    "@inlang/paraglide-js": (
        "import { paraglideVitePlugin } from '@inlang/paraglide-js';",
        """paraglideVitePlugin({
		project: './project.inlang', outdir: './src/lib/paraglide', strategy: ['url', 'baseLocale']
	})""",
    ),
}
# What pages need of the options of `sveltekit()` and `lissome()`.
OPTIONS = {
    "mdsvex": ("import { mdsvex } from 'mdsvex';", "extensions: ['.svelte', '.svx'], preprocess: [mdsvex()]"),
    "sass-embedded": (
        "import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';",
        "preprocess: [vitePreprocess()]",
    ),
    "async-svelte": ("", "compilerOptions: { experimental: { async: true } }"),
}
SIDES = {
    "kit": (
        "import adapter from '@sveltejs/adapter-node';\nimport { sveltekit } from '@sveltejs/kit/vite';",
        "sveltekit({ adapter: adapter(), ",
    ),
    "lissome": ("import { lissome } from 'lissome';", "lissome({ "),
    "dev": ("import { lissome } from 'lissome';", "lissome({ "),
}


def project_of(side: str, name: str, pages: Sequence[Page]) -> Path:
    """Return the project of some pages and their packages; builds it unless an earlier run has.

    Args:
        side: ``kit``, ``lissome``, ``dev`` or ``kit-dev``.
        name: of the project, for people.
        pages: what it consists of.

    Raises:
        BuildError: SvelteKit cannot build it.
        AssertionError: lissome cannot build it.
    """
    with tempfile.TemporaryDirectory() as folder:
        sources = Path(folder, name)
        if side == "kit-dev":
            assemble("kit", pages, sources)
            return made("dev", sources)
        assemble(side, pages, sources)
        return made(side, sources)


def packages_of(pages: Iterable[Page]) -> frozenset[str]:
    """Return the names of the packages that pages use, and the others in their folders."""
    folders = {page.folder for page in pages}
    every = [page for group in GROUPS.values() for page in group if page.folder in folders]
    return frozenset(package for page in every for package in page.packages.split())


def assemble(side: str, pages: Sequence[Page], project: Path) -> None:
    """Copy what the pages need, for one side."""
    names = {page.folder for page in pages} | {"api"}
    routes = APP / "src" / "routes"
    other = of_the_other(side)

    def ignore(folder: str, files: list[str]) -> list[str]:
        if Path(folder) == APP:
            return [file for file in files if file != "src"]
        chosen = [file for file in files if (routes / file).is_dir() and file not in names]
        return [*other(folder, files), *(chosen if Path(folder) == routes else ())]

    shutil.copytree(APP, project, ignore=ignore)
    for page in pages:
        more = APP / "with" / page.name
        if more.is_dir():
            shutil.copytree(more, project, ignore=other, dirs_exist_ok=True)
    write_packages(APP, project, packages_of(pages))
    (project / "vite.config.js").write_text(vite_config(side, packages_of(pages) | names))


def vite_config(side: str, names: Collection[str]) -> str:
    """Return the vite.config.js of a project with these packages and pages."""
    plugins = [PLUGINS[name] for name in PLUGINS if name in names]
    options = [*(OPTIONS[name] for name in OPTIONS if name in names), ("", "version: { name: 'ecosystem' }")]
    imports, kit = SIDES[side]
    lines = [imports, "import { defineConfig } from 'vite';"]
    lines += [text for text, _ in (*plugins, *options) if text]
    calls = [*(call for _, call in plugins), f"{kit}{', '.join(option for _, option in options)} }})"]
    return "\n".join([*lines, "", f"export default defineConfig({{ plugins: [{', '.join(calls)}] }});", ""])
