"""Fixture apps, copied and built once per run."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

IGNORED = shutil.ignore_patterns("node_modules", "build", ".svelte-kit", ".lissome", "__pycache__")


@dataclass
class Apps:
    """Copies apps to a temporary folder and builds them with `lissome build`.

    npm installs once for each distinct lock file: the first app's node_modules are kept in `modules`, and the
    next app gets them as hard links, which takes a fraction of a second. (Symbolic links would not do: Node
    resolves them, and Vite would see files outside of the app.)

    Attributes:
        sources: the folder that holds the apps.
        target: the temporary folder.
        modules: where node_modules are kept between runs.
    """

    sources: Path
    target: Path
    modules: Path
    _built: dict[str, Path] = field(default_factory=dict)

    def built(self, name: str) -> Path:
        """The built app ``name``; every caller gets the same folder, so nobody may change it."""
        if name not in self._built:
            shutil.rmtree(self.target / name, ignore_errors=True)  # of a build that failed
            self._built[name] = self.build(self.copy(name))
        return self._built[name]

    def copy(self, name: str, *, to: str | None = None) -> Path:
        """A fresh copy of the app's sources, with node_modules when they are known already.

        Args:
            name: the app.
            to: the name of the copy, for tests that change the app's files.
        """
        app = self.target / (to or name)
        shutil.copytree(self.sources / name, app, ignore=IGNORED)
        self.link_modules(app)
        return app

    def copy_with(self, name: str, files: Mapping[str, str], *, to: str) -> Path:
        """A fresh copy in which these files, by path, are others or there in the first place."""
        app = self.copy(name, to=to)
        for path, text in files.items():
            file = app / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        return app

    def link_modules(self, app: Path) -> None:
        """Give an app the node_modules that its lock file names, when they are known already."""
        kept = self._kept_modules(app)
        if kept.is_dir():
            _link_tree(kept, app / "node_modules")

    def build(self, app: Path) -> Path:
        """Run `lissome build`; its output becomes the assertion's message when it fails."""
        result = subprocess.run(
            [sys.executable, "-m", "lissome", "build", str(app)], capture_output=True, text=True, check=False
        )
        assert result.returncode == 0, f"lissome build {app.name} failed\n{result.stdout}{result.stderr}"
        self._keep_modules(app)
        return app

    def _keep_modules(self, app: Path) -> None:
        kept = self._kept_modules(app)
        if not kept.is_dir():
            partial = kept.with_name(f"{kept.name}.{os.getpid()}")
            _link_tree(app / "node_modules", partial)
            partial.rename(kept)

    def _kept_modules(self, app: Path) -> Path:
        lock = json.loads((app / "package-lock.json").read_text())
        # The app's own name and version do not matter to what is installed.
        lock["packages"][""] = {**lock["packages"].get("", {}), "name": "", "version": ""}
        lock["name"] = lock["version"] = ""
        digest = hashlib.sha256(json.dumps(lock, sort_keys=True).encode()).hexdigest()[:16]
        return self.modules / digest


def _link_tree(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(source, target, symlinks=True, copy_function=_link_or_copy, ignore=_not_vites_cache)


def _link_or_copy(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # another file system
        shutil.copy2(source, target)


def _not_vites_cache(_folder: str, names: list[str]) -> set[str]:
    return {".vite", ".vite-temp"} & set(names)
