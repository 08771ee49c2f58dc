"""Importing the app's modules with their writes instrumented."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from lissome.state_guard.source.module_source import ModuleSources
from lissome.state_guard.writes.instrumented_modules import InstrumentedModules
from lissome.state_guard.writes.recorder import WriteRecorder


class InstrumentingFinder(MetaPathFinder):
    """A finder for the modules of the app.

    Args:
        root: the app's folder; its modules are in ``src``.
        recorder: records the writes of their functions.
        instrumented: the modules as far as they are compiled already.

    Attributes:
        sites: the places that write.
        sources: the modules' sources.
        modules: the modules by name, each in its latest version.
        loads: the number of modules that were loaded.
    """

    def __init__(self, root: Path, recorder: WriteRecorder, instrumented: InstrumentedModules) -> None:
        self.sites = instrumented.sites
        self.sources = ModuleSources()
        self.modules: dict[str, ModuleType] = {}
        self.loads = 0
        self._instrumented = instrumented
        self._source = (root / "src").as_posix() + "/"
        self._recorder = recorder

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Find a module of the app that is imported by name.

        The app's own folders are asked first, since some libraries try to import missing modules for each
        request.
        """
        entries = sys.path if path is None else path
        own = [entry for entry in entries if self._is_own(f"{entry or Path.cwd()}/")]
        if not own or PathFinder.find_spec(fullname, own, target) is None:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is None or not isinstance(spec.loader, SourceFileLoader) or not self._is_own(spec.origin):
            return None
        assert spec.origin is not None
        spec.loader = self._loader(fullname, spec.origin)
        return spec

    def spec_for_file(self, name: str, path: Path) -> ModuleSpec | None:
        """Return the spec of a module that is loaded by path, as routes are (`server.startup.nodes`)."""
        if not self._is_own(str(path)):
            return None
        return spec_from_file_location(name, path, loader=self._loader(name, str(path)))

    def live_modules(self) -> list[ModuleType]:
        """Return the modules that are in use."""
        return [module for name, module in self.modules.items() if sys.modules.get(name) is module]

    def _is_own(self, file: str | None) -> bool:
        return file is not None and file.replace(os.sep, "/").startswith(self._source)

    def _loader(self, name: str, path: str) -> _InstrumentingLoader:
        return _InstrumentingLoader(name, path, self._compile, self._prepare)

    def _compile(self, source: bytes, name: str, path: str) -> CodeType:
        code, facts = self._instrumented.get(source, name, path)
        self.sources.add(facts)
        return code

    def _prepare(self, module: ModuleType) -> None:
        vars(module).update(self._recorder.functions())
        self.modules[module.__name__] = module
        self.loads += 1


class _InstrumentingLoader(SourceFileLoader):
    """Compiles from the source each time, because compiled files on the disk are not instrumented."""

    def __init__(
        self,
        name: str,
        path: str,
        compile_: Callable[[bytes, str, str], CodeType],
        prepare: Callable[[ModuleType], None],
    ) -> None:
        super().__init__(name, path)
        self._compile = compile_
        self._prepare = prepare

    def get_code(self, fullname: str) -> CodeType | None:
        return self._compile(self.get_data(self.path), fullname, self.path)

    def exec_module(self, module: ModuleType) -> None:
        self._prepare(module)
        super().exec_module(module)

    def __reduce__(self) -> Any:
        """Let modules be pickled with Python's own loader."""
        return SourceFileLoader, (self.name, self.path)
