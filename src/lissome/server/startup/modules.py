"""The app's Python files, loaded as modules."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import dataclass, field
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

from lissome.errors import ManifestError


@dataclass(slots=True)
class Modules:
    """The modules of the app's Python files, each loaded once.

    Args:
        root: the app's folder; file names are relative to it.
    """

    root: Path
    _loaded: dict[str, ModuleType] = field(default_factory=dict)

    def load(self, file: str) -> ModuleType:
        """Return the module of a route or hooks file.

        Raises:
            ManifestError: the file is gone since the build.
        """
        if file not in self._loaded:
            self._loaded[file] = load_module(self.root, file)
        return self._loaded[file]


def load_module(root: Path, file: str) -> ModuleType:
    """Run a Python file of the app and return its module.

    File names such as `+page.server.py` are no module names, so they are loaded by path, under a name
    that reads well in tracebacks and that `typing` and `pickle` can look up.

    Raises:
        ManifestError: the file does not exist.
    """
    path = root / file
    if not path.is_file():
        msg = f"{file} was there when the app was built, but is gone. Run `lissome build` again."
        raise ManifestError(msg)
    name = file.removesuffix(".py").replace("/", ".")
    spec = _find_spec(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def _find_spec(name: str, path: Path) -> ModuleSpec | None:
    """Ask finders that know files, as the state guard's does, before Python's own way."""
    for finder in sys.meta_path:
        spec_for_file = getattr(finder, "spec_for_file", None)
        spec: ModuleSpec | None = None if spec_for_file is None else spec_for_file(name, path)
        if spec is not None:
            return spec
    return importlib.util.spec_from_file_location(name, path)
