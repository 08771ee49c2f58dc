"""The exports of the app's Python files, which the manifest has: an edit within a function changes none."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from watchfiles import Change

from lissome.build.analyse import ModuleExports, analyse

if TYPE_CHECKING:
    from watchfiles.main import FileChange


class RouteExports:
    """The exports of the route modules, as they were when they were last looked at."""

    def __init__(self) -> None:
        self._known: dict[str, ModuleExports] = {}

    def read(self, root: Path) -> None:
        """Look at all route modules. An edit after this is noticed, whenever the manifest is read."""
        for file in (root / "src" / "routes").rglob("+*.py"):
            self._look(str(file))

    def without_same(self, changes: set[FileChange]) -> set[FileChange]:
        """Return the changes without those of modules that export what they did before."""
        return {(change, path) for change, path in changes if not self._is_same(change, path)}

    def _is_same(self, change: Change, path: str) -> bool:
        before = self._known.pop(path, None)
        if change is Change.deleted or not is_route_module(path):
            return False
        # An editor that replaces the file adds one that was there already.
        return self._look(path) and self._known[path] == before

    def _look(self, path: str) -> bool:
        """Note what a module exports; False if it cannot be read."""
        try:
            self._known[path] = analyse(Path(path).read_text("utf-8"))
        except (OSError, UnicodeDecodeError):
            return False
        return True


def is_route_module(path: str) -> bool:
    """Return True for a Python file of a route."""
    name = Path(path).name
    return name.startswith("+") and name.endswith(".py")
