"""Fixture apps: copies of them, and built ones."""

from __future__ import annotations

import functools
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lissome.build import build as build_here
from lissome.build.node import find_node
from lissome.build.npm import NPM_PACKAGE, copy_npm_package, install
from support.build_cache import DATABASE, MADE_ANYWHERE, MADE_AT_THE_ROOT, BuildCache, digest_of

if TYPE_CHECKING:
    from collections.abc import Mapping

REPO = Path(__file__).resolve().parents[2]
BUILDS = BuildCache(REPO / ".cache" / "builds")
PACKAGES = BuildCache(REPO / ".cache" / "packages")

# What a build depends on besides the app, its packages, Node and Python.
TOOLS = (
    REPO / "vite",
    REPO / "src" / "lissome" / "build",
    REPO / "src" / "lissome" / "page_options.py",
)
SAID = ".lissome/said.json"
NPM_FILES = ("package.json", "package-lock.json")
NOT_FOR_BROWSERS = ("core-js",)  # it is for the prelude of V8


@dataclass(frozen=True)
class Apps:
    """Copies apps to a temporary folder, and builds them.

    Attributes:
        sources: the folder that holds the apps.
        target: the temporary folder.
    """

    sources: Path
    target: Path

    def built(self, name: str) -> Path:
        """Return the built app ``name``. Every caller gets the same folder, so none may change it.

        Its sources are not to change while tests run, so they are read once.
        """
        return _built(self.sources / name)

    def copy(self, name: str, *, to: str | None = None) -> Path:
        """Return a fresh copy of the app's sources, with node_modules.

        Args:
            name: the app.
            to: the name of the copy, for tests that change the app's files.
        """
        app = self.target / (to or name)
        copy_sources(self.sources / name, app)
        link_modules(app)
        return app

    def copy_with(self, name: str, files: Mapping[str, str], *, to: str) -> Path:
        """Return a fresh copy in which these files, by path, are others or there in the first place."""
        return write_files(self.copy(name, to=to), files)

    def built_with(self, name: str, files: Mapping[str, str], *, to: str) -> Path:
        """Return the build of such a copy, which is kept as those of whole apps are: none may change it.

        The files may be packages in node_modules. What the build has said is `said_by_build` of the folder.
        """
        sources = self.sources / name

        def make(app: Path) -> None:
            copy_sources(sources, app)
            link_modules(app)
            said: list[str] = []
            build_here(write_files(app, files), report=said.append)
            (app / SAID).write_text(json.dumps(said))

        texts = json.dumps(files, sort_keys=True)
        return BUILDS.get(to, digest_of([sources, *TOOLS], texts, *_versions()), make)


def said_by_build(app: Path) -> list[str]:
    """Return what the build of an app with other files has reported."""
    said: list[str] = json.loads((app / SAID).read_text())
    return said


def write_files(app: Path, files: Mapping[str, str]) -> Path:
    """Write files by path, over those that are there."""
    for path, text in files.items():
        file = app / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return app


def copy_built(app: Path, folder: Path, files: Mapping[str, str]) -> Path:
    """Copy a built app into a folder, where these Python files, by path, are others than were built."""
    copy = folder / app.name
    shutil.copytree(app, copy, ignore=shutil.ignore_patterns("node_modules", ".lissome", ".svelte-kit"))
    for path, text in files.items():
        (copy / path).write_text(text)
    return copy


@functools.cache
def _built(sources: Path) -> Path:
    return build(sources)


def build(sources: Path) -> Path:
    """Return what `lissome build` makes of an app; it runs unless an earlier run has built the same.

    The build is in a folder of its own, which nobody may change. Tests of builds that fail call
    `lissome.build.build`, which always builds.

    Args:
        sources: the app; what an earlier build has left in it is not looked at.
    """
    _check_packages(sources)

    def make(app: Path) -> None:
        copy_sources(sources, app)
        link_modules(app)
        result = subprocess.run(
            [sys.executable, "-m", "lissome", "build", str(app)], capture_output=True, text=True, check=False
        )
        if result.returncode:
            raise AssertionError(f"lissome build of {sources.name} failed\n{result.stdout}{result.stderr}")

    return BUILDS.get(sources.name, digest_of([sources, *TOOLS], *_versions()), make)


def _versions() -> tuple[object, ...]:
    return (sys.version, *find_node().version)


def copy_sources(app: Path, target: Path) -> None:
    """Copy what people have written of an app."""
    ignored = {app / name for name in MADE_AT_THE_ROOT}

    def ignore(folder: str, names: list[str]) -> list[str]:
        return [
            name
            for name in names
            if name in MADE_ANYWHERE or Path(folder, name) in ignored or DATABASE.search(name)
        ]

    shutil.copytree(app, target, ignore=ignore, dirs_exist_ok=True)


def link_modules(app: Path) -> None:
    """Give an app the node_modules that its lock file names, as hard links.

    That takes a fraction of a second, and npm some. Symbolic links would not do: Node resolves them, and Vite
    would see files outside of the app. Only what no browser gets, two thirds of all files, may be one.
    """
    modules = installed(app)

    def ignore(folder: str, names: list[str]) -> set[str]:
        return {".vite", ".vite-temp", *(NOT_FOR_BROWSERS if Path(folder) == modules else ())} & set(names)

    # npm puts a dependency of lissome's here if the app has another version of it
    for folder in (Path("node_modules"), NPM_PACKAGE / "node_modules"):
        if (modules.parent / folder).is_dir():
            shutil.copytree(
                modules.parent / folder,
                app / folder,
                symlinks=True,
                copy_function=_link_or_copy,
                ignore=ignore,
            )
    for name in NOT_FOR_BROWSERS:
        if (modules / name).is_dir():
            (app / "node_modules" / name).symlink_to(modules / name)


def installed(app: Path) -> Path:
    """Return the node_modules that an app's lock file names; npm installs them once for equal lock files."""
    lock = json.loads((app / "package-lock.json").read_text())
    # The app's own name and version do not matter to what is installed.
    lock["packages"][""] = {**lock["packages"].get("", {}), "name": "", "version": ""}
    lock["name"] = lock["version"] = ""

    def make(home: Path) -> None:
        for name in NPM_FILES:
            shutil.copyfile(app / name, home / name)
        if NPM_PACKAGE.as_posix() in lock["packages"]:
            copy_npm_package(home)
        install(home, find_node(), report=lambda _line: None)

    return PACKAGES.get("modules", digest_of([], json.dumps(lock, sort_keys=True)), make) / "node_modules"


def _check_packages(app: Path) -> None:
    """Refuse packages that are not in the lock file, because no digest would tell of them."""
    there = app / "node_modules"
    if there.is_dir():
        more = {path.name for path in there.iterdir()} - {path.name for path in installed(app).iterdir()}
        assert not more - {".vite", ".vite-temp"}, f"{there} has {more}: build with lissome.build.build"


def _link_or_copy(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # another file system
        shutil.copy2(source, target)
