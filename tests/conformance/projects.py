"""An app's projects: for SvelteKit with adapter-node, and for lissome; assembled, installed, built.

A third one is for `lissome dev`, which builds nothing.

A folder of apps/ has what both share, and each server file twice: `+page.server.js` goes to SvelteKit only,
`+page.server.py` to lissome only. `options.js` has the options of `sveltekit()` and of `lissome()`.
An app may be named `client@next`: that is apps/client with `options.next.js` in the place of `options.js`.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from conformance.wire import HOST
from lissome.build.node import find_node
from lissome.build.npm import node_environment
from support.apps import BUILDS, NPM_FILES, TOOLS, build, copy_sources, link_modules
from support.build_cache import digest_of

HERE = Path(__file__).resolve().parent
REPO = HERE.parent.parent
APPS = HERE / "apps"
# Where the packages of a project are named.
NPM = {
    "kit": HERE / "kit",
    "lissome": REPO / "tests" / "apps" / "basics",
    "dev": REPO / "tests" / "apps" / "basics",
}
SERVER_FILE = ("+page.server", "+layout.server", "+server", "hooks.server")

VITE_CONFIG = {
    "kit": """\
import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import options from './options.js';

export default defineConfig({ plugins: [sveltekit({ adapter: adapter(), ...options })] });
""",
    "lissome": """\
import { lissome } from 'lissome';
import { defineConfig } from 'vite';
import options from './options.js';

export default defineConfig({ plugins: [lissome(options)] });
""",
    # Vite answers no other hosts than those it is told of
    "dev": f"""\
import {{ lissome }} from 'lissome';
import {{ defineConfig }} from 'vite';
import options from './options.js';

export default defineConfig({{ plugins: [lissome(options)], server: {{ allowedHosts: ['{HOST}'] }} }});
""",
}


class BuildError(Exception):
    """A project could not be built; the message ends with what the tool said."""


@dataclass(frozen=True, slots=True)
class Projects:
    """The projects of an app.

    Attributes:
        folders: by side: ``kit``, ``lissome`` or ``dev``.
    """

    app: str
    folders: Mapping[str, Path]


def built(apps: Iterable[str], sides: Sequence[str]) -> list[Projects]:
    """Return the projects of some apps; builds two at a time what no earlier run has built.

    Args:
        apps: their names.
        sides: who is to serve them.

    Raises:
        BuildError: a project cannot be built.
    """
    with ThreadPoolExecutor(2) as pool:
        found = [
            (app, {side: pool.submit(_project, side, app) for side in sides}) for app in dict.fromkeys(apps)
        ]
        return [
            Projects(app, {side: project.result() for side, project in projects.items()})
            for app, projects in found
        ]


def _project(side: str, app: str) -> Path:
    with tempfile.TemporaryDirectory() as folder:
        sources = Path(folder, app)
        assemble(side, app, sources)
        return made(side, sources)


def made(side: str, sources: Path) -> Path:
    """Return what a side serves of a project: its build or, for ``dev``, a copy with packages.

    Raises:
        BuildError: SvelteKit cannot build it.
        AssertionError: lissome cannot build it.
    """
    make = {"kit": _built_by_kit, "lissome": build, "dev": _not_built}[side]
    return make(sources)


def assemble(side: str, app: str, project: Path) -> None:
    """Copy the app's files for one side."""
    name, _, variant = app.partition("@")
    shutil.copytree(APPS / name, project, ignore=of_the_other(side))
    if variant:
        shutil.copyfile(project / f"options.{variant}.js", project / "options.js")
    for file in NPM_FILES:
        shutil.copyfile(NPM[side] / file, project / file)
    (project / "vite.config.js").write_text(VITE_CONFIG[side])


def of_the_other(side: str) -> Callable[[str, list[str]], list[str]]:
    """Return a filter for `shutil.copytree` that leaves out the server files of the other side."""

    def ignore(_folder: str, names: list[str]) -> list[str]:
        if side == "kit":
            return [name for name in names if name.endswith(".py") or name == "__pycache__"]
        return [
            name
            for name in names
            if name == "__pycache__" or (name.startswith(SERVER_FILE) and name.endswith(".js"))
        ]

    return ignore


def _not_built(sources: Path) -> Path:
    """Return a project for `lissome dev`, in which it finds what Vite has kept of earlier runs."""

    def make(project: Path) -> None:
        copy_sources(sources, project)
        link_modules(project)

    return BUILDS.get(f"dev-{sources.name}", digest_of([sources, *TOOLS], *find_node().version), make)


def _built_by_kit(sources: Path) -> Path:
    node = find_node()

    def make(project: Path) -> None:
        copy_sources(sources, project)
        link_modules(project)
        done = subprocess.run(
            [str(node.binary), "node_modules/vite/bin/vite.js", "build"],
            cwd=project,
            env=node_environment(node),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise BuildError(f"SvelteKit cannot build {sources.name}:\n{done.stdout}")

    return BUILDS.get(f"kit-{sources.name}", digest_of([sources], *node.version), make)
