"""A finder for the app's route modules.

Their files and folders have names that no import statement can spell: ``[slug]/+page.server.py``. So each
gets a name by which `pickle`, `typing`, `logging` and relative imports find it, as they find any module.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_file_location
from pathlib import Path, PurePosixPath
from types import ModuleType
from typing import Final

SOURCE: Final = "src"


def module_name(file: str) -> str:
    """Return the name of the module of a file: ``src/routes/[slug]/+page.server.py`` is
    ``routes.[slug].+page-server``.

    Dots separate packages, so they are replaced in the names of files and folders. Two files never have the
    same name: a file with a hyphen in place of the dot is none of SvelteKit's.

    Args:
        file: relative to the app's folder.
    """
    path = PurePosixPath(file.removeprefix(f"{SOURCE}/"))
    return ".".join([*map(_package, path.parts[:-1]), path.stem.replace(".", "-")])


def _package(folder: str) -> str:
    """Return the name of a folder's package: ``sitemap.xml`` is ``sitemap%2Exml``, not in ``sitemap``."""
    return folder.replace("%", "%25").replace(".", "%2E")


@dataclass(slots=True)
class ModuleFinder(MetaPathFinder):
    """Finds the modules of files by the names that they were given, and the packages of their folders.

    Attributes:
        root: the app's folder; file names are relative to it.
        files: by module name.
        folders: by package name.
    """

    root: Path
    files: dict[str, Path] = field(default_factory=dict)
    folders: dict[str, Path] = field(default_factory=dict)

    def install(self) -> None:
        """Take the place of the finder of an app that was loaded before, and forget its route modules.

        It comes first, because a package of the same name, such as ``routes``, may be installed.
        """
        sys.meta_path[:] = [self, *(one for one in sys.meta_path if not isinstance(one, ModuleFinder))]
        self._claim("routes", self.root / SOURCE / "routes")

    def add(self, file: str) -> str:
        """Make a file known, with the packages that it is in; return its module's name."""
        name = module_name(file)
        if name not in self.files:
            path = self.files[name] = self.root / file
            for package, folder in _packages(name, path):
                self._claim(package, folder)
            if "." not in name:
                sys.modules.pop(name, None)  # of another app
        return name

    def _claim(self, package: str, folder: Path) -> None:
        """Make a package known; forget what another app has imported under the name of an outermost one."""
        if package not in self.folders and "." not in package:
            for name in [name for name in sys.modules if f"{name}.".startswith(f"{package}.")]:
                del sys.modules[name]
        self.folders[package] = folder

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """See `importlib.abc.MetaPathFinder`."""
        del path, target
        file = self.files.get(fullname)
        if file is not None:
            return _spec(fullname, file)
        folder = self.folders.get(fullname)
        if folder is None:
            return None
        own = folder / "__init__.py"
        if own.is_file():
            return _spec(fullname, own)
        spec = ModuleSpec(fullname, None, is_package=True)
        spec.submodule_search_locations = [str(folder)]
        return spec


def _packages(name: str, path: Path) -> Iterator[tuple[str, Path]]:
    package = name.rpartition(".")[0]
    while package:
        path = path.parent
        yield package, path
        package = package.rpartition(".")[0]


def _spec(name: str, path: Path) -> ModuleSpec | None:
    """Ask finders that know files, as the state guard's does, before Python's own way."""
    for finder in sys.meta_path:
        spec_for_file = getattr(finder, "spec_for_file", None)
        spec: ModuleSpec | None = None if spec_for_file is None else spec_for_file(name, path)
        if spec is not None:
            return spec
    return spec_from_file_location(name, path)
