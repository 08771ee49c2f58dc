"""An app's projects: for SvelteKit with adapter-node, and for lissome; assembled, installed, built.

A third one is for `lissome dev`, which builds nothing.

A folder of apps/ has what both share, and each server file twice: `+page.server.js` goes to SvelteKit only,
`+page.server.py` to lissome only. `options.js` has the options of `sveltekit()` and of `lissome()`.
An app may be named `client@next`: that is apps/client with `options.next.js` in the place of `options.js`.
"""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from conformance.wire import HOST
from lissome.build.node import NodeInstallation, find_node
from lissome.build.npm import copy_npm_package, node_environment
from support.apps import _link_tree as link_tree

HERE = Path(__file__).resolve().parent
REPO = HERE.parent.parent
APPS = HERE / "apps"
CACHE = REPO / ".cache" / "conformance"
# What the build of a project is made of, besides the app.
NPM = {
    "kit": HERE / "kit",
    "lissome": REPO / "tests" / "apps" / "basics",
    "dev": REPO / "tests" / "apps" / "basics",
}
# `lissome dev` brings a project's copy of vite/ up to date by itself.
TOOLS = {"kit": [], "lissome": [REPO / "vite", REPO / "src" / "lissome" / "build"], "dev": []}
BUILT = ("kit", "lissome")
KEPT_SECONDS = 3600.0  # since the last use
NPM_FILES = ("package.json", "package-lock.json")
MADE = frozenset({"node_modules", "__pycache__"})
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


def build(apps: Iterable[str], sides: Sequence[str] = BUILT) -> list[Projects]:
    """Build what has changed since the last time; two builds at a time."""
    node = find_node()
    with _alone(), ThreadPoolExecutor(2) as pool:
        for side in sides:
            _modules(side, node)
            _forget_old(CACHE / side)
        built = [(app, {side: pool.submit(_project, side, app, node) for side in sides}) for app in apps]
        return [
            Projects(app, {side: project.result() for side, project in found.items()}) for app, found in built
        ]


@contextmanager
def _alone() -> Iterator[None]:
    """Wait until no other run builds."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _forget_old(projects: Path) -> None:
    for project in projects.glob("*"):
        stamp = project / ".conformance"
        if not stamp.is_file() or time.time() - stamp.stat().st_mtime > KEPT_SECONDS:
            _remove(project)


def _project(side: str, app: str, node: NodeInstallation) -> Path:
    folder = APPS / app.partition("@")[0]
    digest = _digest([folder, *_npm_files(side), *TOOLS[side]], app + VITE_CONFIG[side])
    # a folder for each version: another run may serve the former one
    project = CACHE / side / f"{app}-{digest[:12]}"
    stamp = project / ".conformance"
    if stamp.is_file():
        stamp.touch()
        return project
    _assemble(side, app, project)
    link_tree(_modules(side, node), project / "node_modules")
    if side == "kit":
        _run([str(node.binary), "node_modules/vite/bin/vite.js", "build"], project, node)
    elif side == "lissome":
        _run([sys.executable, "-m", "lissome", "build"], project, node)
    stamp.touch()
    return project


def _assemble(side: str, app: str, project: Path) -> None:
    """The app's files for one side."""
    _remove(project)
    project.mkdir(parents=True)
    name, _, variant = app.partition("@")
    shutil.copytree(APPS / name, project, dirs_exist_ok=True, ignore=_of_the_other(side))
    if variant:
        shutil.copyfile(project / f"options.{variant}.js", project / "options.js")
    _copy_npm_files(side, project)
    (project / "vite.config.js").write_text(VITE_CONFIG[side])


def _of_the_other(side: str) -> Callable[[str, list[str]], list[str]]:
    def ignore(_folder: str, names: list[str]) -> list[str]:
        if side == "kit":
            return [name for name in names if name.endswith(".py") or name == "__pycache__"]
        return [
            name
            for name in names
            if name == "__pycache__" or (name.startswith(SERVER_FILE) and name.endswith(".js"))
        ]

    return ignore


def _modules(side: str, node: NodeInstallation) -> Path:
    """Installed packages, shared by all projects of a side."""
    lock = _digest(_npm_files(side), "")[:16]
    home = CACHE / "modules" / f"{NPM[side].name}-{lock}"
    if not (home / ".installed").is_file():
        _remove(home)
        home.mkdir(parents=True)
        _copy_npm_files(side, home)
        if side != "kit":
            copy_npm_package(home)
        _run(
            [str(node.binary), str(node.npm), "ci", "--no-fund", "--no-audit", "--loglevel=error"], home, node
        )
        (home / ".installed").touch()
    return home / "node_modules"


def _npm_files(side: str) -> list[Path]:
    return [NPM[side] / name for name in NPM_FILES]


def _copy_npm_files(side: str, folder: Path) -> None:
    for file in _npm_files(side):
        shutil.copyfile(file, folder / file.name)


def _digest(sources: Iterable[Path], text: str) -> str:
    """A hash of files, whole folders included, but for what builds leave in them."""
    total = hashlib.sha256(text.encode())
    for source in sources:
        files = [source] if source.is_file() else sorted(source.rglob("*"))
        for file in files:
            if file.is_file() and not MADE & set(file.relative_to(REPO).parts):
                total.update(str(file.relative_to(REPO)).encode() + b"\0" + file.read_bytes())
    return total.hexdigest()


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _run(command: list[str], folder: Path, node: NodeInstallation) -> None:
    done = subprocess.run(
        command,
        cwd=folder,
        env=node_environment(node),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise BuildError(f"{' '.join(command)} in {folder} ended with {done.returncode}:\n{done.stdout}")
