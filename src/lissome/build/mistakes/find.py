"""Looks for mistakes in all files of an app; remembers each Python file until it changes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Final

from lissome.build.mistakes.calls import calls
from lissome.build.mistakes.components import (
    FormTarget,
    form_targets,
    forms_without_enctype,
    wrong_forms,
    wrong_universal_options,
)
from lissome.build.mistakes.control_flow import control_flow
from lissome.build.mistakes.coroutines import coroutines
from lissome.build.mistakes.imports import imports
from lissome.build.mistakes.inputs import inputs
from lissome.build.mistakes.mistake import Mistake
from lissome.build.mistakes.module_names import module_names
from lissome.build.mistakes.options import page_options
from lissome.build.mistakes.project_files import project_files
from lissome.build.mistakes.route_files import route_files
from lissome.build.mistakes.signatures import signatures
from lissome.build.mistakes.source_file import SourceFile, read_source
from lissome.routing.route_id import ROUTES, route_id_of

_RULES: Final[tuple[Callable[[SourceFile], Iterator[Mistake]], ...]] = (
    module_names,
    signatures,
    inputs,
    page_options,
    imports,
    calls,
    control_flow,
    coroutines,
)

# A file's time of modification in nanoseconds, and its size in bytes.
Stamp = tuple[int, int]


@dataclass(slots=True)
class MistakeFinder:
    """Finds the mistakes of an app.

    Args:
        root: the folder with package.json.
    """

    root: Path
    _read: dict[str, tuple[Stamp, Any]] = field(default_factory=dict)
    _found: dict[str, tuple[SourceFile, list[Mistake]]] = field(default_factory=dict)
    _meanings: dict[str, str] = field(default_factory=dict)
    _routes: set[str] = field(default_factory=set)

    def find(self) -> list[Mistake]:
        """Return all mistakes, in the order of files and lines."""
        files = self._files()
        parsed = [
            self._once(file, read_source)
            for file in files
            if file.endswith(".py") and file.startswith("src/")
        ]
        sources = {source.file: source for source in parsed if isinstance(source, SourceFile)}
        self._link(sources)
        self._tell_routes(files, sources)
        found: list[Mistake] = [one for one in parsed if isinstance(one, Mistake)]
        found += project_files(self.root)
        found += route_files(self.root, files)
        for file in files:
            if file.startswith("src/routes/"):
                found += self._in_component(file, sources)
        for source in sources.values():
            found += self._in_source(source)
        return sorted(set(found))

    def _files(self) -> list[str]:
        """The files below `src`, and those beside it."""
        paths = [path for path in self.root.iterdir() if path.is_file()]
        for folder, folders, names in os.walk(self.root / "src"):
            folders[:] = [name for name in folders if name not in {"node_modules", "__pycache__"}]
            paths += [Path(folder, name) for name in names]
        return sorted(path.relative_to(self.root).as_posix() for path in paths)

    def _once(self, file: str, read: Callable[[Path, str], Any]) -> Any:
        """Read a file, and remember what was read until it changes."""
        path = self.root / file
        state = path.stat()
        stamp = (state.st_mtime_ns, state.st_size)
        known = self._read.get(file)
        if known is None or known[0] != stamp:
            known = (stamp, read(path, file))
            self._read[file] = known
        return known[1]

    def _in_component(self, file: str, sources: dict[str, SourceFile]) -> list[Mistake]:
        name = PurePosixPath(file).name
        if name in {"+page.js", "+page.ts", "+layout.js", "+layout.ts"}:
            found: list[Mistake] = self._once(file, _read_options)
            return found
        if name.partition("@")[0].removesuffix(".svelte") != "+page" or not name.endswith(".svelte"):
            return []
        targets, found = self._once(file, _read_forms)
        server = str(PurePosixPath(file).with_name("+page.server.py"))
        if server not in sources and (self.root / server).is_file():
            return found  # that file cannot be parsed, which is said already
        return [*found, *wrong_forms(file, targets, server, sources.get(server))]

    def _in_source(self, source: SourceFile) -> list[Mistake]:
        known = self._found.get(source.file)
        if known is None or known[0] is not source:
            rules = _RULES if source.concerns_lissome and not _is_test(source.file) else ()
            known = (source, [mistake for rule in rules for mistake in rule(source)])
            self._found[source.file] = known
        return known[1]

    def _link(self, sources: dict[str, SourceFile]) -> None:
        """Tell all modules what the names mean that they import from one another."""
        meanings: dict[str, str] = {}
        for source in sources.values():
            meanings |= {f"{source.module}.{name}": meaning for name, meaning in source.names.means.items()}
        if meanings != self._meanings:
            self._found.clear()
        self._meanings = meanings
        for source in sources.values():
            source.imports_of.clear()
            source.imports_of.update(meanings)

    def _tell_routes(self, files: list[str], sources: dict[str, SourceFile]) -> None:
        """Tell all modules which routes there are: layouts know the parameters of those below."""
        routes = {route_id_of(file) for file in files if file.startswith(f"{ROUTES}/")}
        if routes != self._routes:
            self._found.clear()
        self._routes = routes
        for source in sources.values():
            source.routes = routes


def _read_options(path: Path, file: str) -> list[Mistake]:
    return list(wrong_universal_options(file, path.read_text("utf-8", "replace")))


def _read_forms(path: Path, file: str) -> tuple[list[FormTarget], list[Mistake]]:
    text = path.read_text("utf-8", "replace")
    return form_targets(text), list(forms_without_enctype(file, text))


def _is_test(file: str) -> bool:
    name = PurePosixPath(file).name
    return name.startswith("test_") or name.endswith("_test.py") or name == "conftest.py"
