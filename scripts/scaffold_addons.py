"""`npx sv add` on a new project: each add-on does what it is for. A part of `make scaffold`."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

from scaffold_project import Project
from steps import fail, say

SV = "sv@0.17.1"
ADDONS = (
    "prettier",
    "eslint",
    "tailwindcss=plugins:none",
    "vitest=usages:unit",
    "playwright",
    "mdsvex",
    "paraglide=languageTags:en,de+demo:yes",
)
# The add-on's settings load it from a network of its own; here it comes from npm, as everything else.
MESSAGES = "@inlang/plugin-message-format@4.4.4"
OPTIONS = ("--no-git-check", "--no-download-check", "--no-install")
QUIET = ("--no-audit", "--no-fund", "--loglevel=error")

# Files that use what the add-ons bring.
USES: Mapping[str, str] = {
    "src/routes/tailwind/+page.svelte": '<p class="mt-[13px]">Tailwind</p>\n',
    "src/routes/post/+page.md": "# A *post*\n\nWritten in Markdown.\n",
}
# docs/guides/recipes.md, in place of the src/hooks.server.ts that the add-on writes.
PARAGLIDE: Mapping[str, str] = {
    "src/routes/+layout.ts": """\
import { extractLocaleFromUrl, overwriteGetLocale } from '#lib/paraglide/runtime';
import type { LayoutLoad } from './$types';

export const load: LayoutLoad = ({ url }) => {
	const locale = extractLocaleFromUrl(url);
	if (import.meta.env.SSR && locale) overwriteGetLocale(() => locale);
};
""",
}
# What fills in the placeholders that the add-on writes into app.html.
HANDLE = """\
    locale = "de" if event.url.pathname.split("/")[1] == "de" else "en"

    def fill_in(html: str) -> str:
        return html.replace("%paraglide.lang%", locale).replace("%paraglide.dir%", "ltr")

    return await resolve(event, transform_page_chunk=fill_in)
"""


def check(project: Project) -> None:
    """Add everything to a project, and see that it works."""
    folder = project.folder
    project.step("Beginning a repository", "git", "init", "--quiet")
    project.step("Adding its files", "git", "add", ".")
    project.step("Adding with npx sv add", "npx", "--yes", SV, "add", *ADDONS, *OPTIONS)
    project.step("Installing npm packages", "npm", "install", "--save-dev", MESSAGES, *QUIET)
    untouched = sorted(set(git(folder, "ls-files")) - set(git(folder, "diff", "--name-only")))
    prettier = ("npx", "prettier", "--check", "--ignore-unknown")
    project.step("Checking the files that no add-on touched", *prettier, *untouched)
    use(folder)
    project.step("Building with add-ons", "lissome", "build")
    # No svelte-check here: paraglide's add-on imports `Reroute` from where SvelteKit 2 had it.
    project.step("Formatting", "npm", "run", "format")  # what add-ons wrote, some of it in the build
    project.step("Linting with prettier and eslint too", "npm", "run", "lint")
    project.step("Running vitest", "npm", "run", "test:unit", "--", "--run")
    project.step("Running tests of Playwright", "npx", "playwright", "test")
    with project.served("serve") as get:
        check_pages(folder, get)


def check_pages(folder: Path, get: Callable[[str, str], str]) -> None:
    """See that what the add-ons brought is in the pages."""
    get("/post", "<em>post</em>")
    get("/demo/paraglide", "Hello, SvelteKit User from en!")
    german = get("/de/demo/paraglide", "Hello, SvelteKit User from de!")
    if '<html lang="de" dir="ltr">' not in german:
        fail("the German page does not say that it is German", german)
    get("/tailwind", "Tailwind")
    sheets = "".join(file.read_text() for file in (folder / "build" / "client").rglob("*.css"))
    if not re.search(r"margin-top:\s*13px", sheets):
        fail("Tailwind's class mt-[13px] is in no stylesheet", sheets)
    say("  checked: Markdown, messages of two languages, and Tailwind's classes")


def use(folder: Path) -> None:
    """Write what uses the add-ons, and what lissome's recipes say."""
    for name, text in {**USES, **PARAGLIDE}.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    (folder / "src" / "hooks.server.ts").unlink()
    replace(folder / "src" / "hooks.server.py", "    return await resolve(event)\n", HANDLE)
    option = "emitTsDeclarations: true"
    replace(folder / "vite.config.ts", option, f"{option},\n\t\t\tstrategy: ['url', 'baseLocale']")
    settings = folder / "project.inlang" / "settings.json"
    plugin = f"./node_modules/{MESSAGES.rpartition('@')[0]}/dist/index.js"
    settings.write_text(json.dumps(json.loads(settings.read_text()) | {"modules": [plugin]}))
    # A busy machine is no failure.
    replace(folder / "playwright.config.ts", "port: 4173", "port: 4173,\n\t\ttimeout: 300_000")
    # The browser that is here, instead of the one that `playwright install` would download.
    browser = "use: { launchOptions: { executablePath: process.env.CHROMIUM } }"
    replace(folder / "playwright.config.ts", "testMatch:", f"{browser},\n\ttestMatch:")


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    if old not in text:
        fail(f"{file} has no {old!r}", f"Did {SV} change what it writes?")
    file.write_text(text.replace(old, new, 1))


def git(folder: Path, *arguments: str) -> list[str]:
    """Return the lines that git prints."""
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()
