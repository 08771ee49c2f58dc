"""The app's modules, compiled with their writes instrumented."""

from __future__ import annotations

import ast
from pathlib import Path
from types import CodeType

from lissome.state_guard.source.module_source import ModuleSource
from lissome.state_guard.writes.instrument import instrument
from lissome.state_guard.writes.sites import WriteSites


class InstrumentedModules:
    """The app's modules, compiled when they are first asked for, and again when their source has changed.

    In dev each version of the app has a guard of its own, and most edits change one module of many.

    Args:
        root: the app's folder.

    Attributes:
        sites: the places that write. Those of earlier versions of a module stay: their requests may go on.
    """

    def __init__(self, root: Path) -> None:
        self.sites = WriteSites()
        self._root = root
        self._kept: dict[tuple[str, str], tuple[CodeType, ModuleSource]] = {}

    def get(self, source: bytes, name: str, path: str) -> tuple[CodeType, ModuleSource]:
        """Return a module's code, and the facts about its source.

        Raises:
            SyntaxError: the source is not Python.
        """
        kept = self._kept.get((name, path))
        if kept is None or kept[1].text != source:
            kept = self._kept[name, path] = self._compile(source, name, path)
        return kept

    def _compile(self, source: bytes, name: str, path: str) -> tuple[CodeType, ModuleSource]:
        tree = ast.parse(source, path)
        file = Path(path).relative_to(self._root).as_posix()
        facts = ModuleSource.of(tree, source, name, file)
        instrumented = instrument(tree, name, file, self.sites)
        code: CodeType = compile(instrumented, path, "exec", dont_inherit=True)
        return code, facts
