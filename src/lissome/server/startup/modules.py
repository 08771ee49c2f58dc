"""The app's Python files, loaded as modules."""

from __future__ import annotations

import importlib
import traceback
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType, TracebackType
from typing import Any, Final, NoReturn

from lissome.errors import AppError, ManifestError, ModuleImportError
from lissome.server.startup.env import EnvironmentProblem
from lissome.server.startup.module_finder import ModuleFinder

# How Python begins its words for a relative import that leaves the folder where imports begin.
_TOO_FAR: Final = "attempted relative import"


@dataclass(frozen=True, slots=True)
class BrokenModule:
    """A module that cannot be imported. It stands for any function of it, and fails instead of that.

    Attributes:
        file: relative to the app's folder.
        cause: what it raised, with the traceback from its own first frame on.
        place: the innermost line of the app: ``src/lib/db.py:3``, or ``""``.
    """

    file: str
    cause: BaseException
    place: str

    @classmethod
    def of(cls, root: Path, file: str, cause: BaseException) -> BrokenModule:
        """Describe what the import of a file raised."""
        own = _own_frames(cause.__traceback__, root)
        return cls(file, cause.with_traceback(own), _place(cause, own, root))

    @property
    def reason(self) -> str:
        """The exception and its place, in one line."""
        said = self.cause.msg if isinstance(self.cause, SyntaxError) else str(self.cause).partition("\n")[0]
        text = f"{type(self.cause).__name__}: {said}" if said else type(self.cause).__name__
        where = f" ({self.place})" if self.place else ""
        return "; ".join([f"{text}{where}", *getattr(self.cause, "__notes__", ())])

    def failure(self) -> ModuleImportError:
        """Return a new exception, because one that is raised again keeps the frames of all its requests."""
        failure = ModuleImportError(f"{self.file} cannot be imported: {self.reason}", self.file)
        failure.__cause__ = self.cause
        return failure

    def __call__(self, *_arguments: Any, **_options: Any) -> NoReturn:
        """Fail as the load, the guard or the handler that it stands for.

        Raises:
            ModuleImportError: always.
        """
        raise self.failure()


@dataclass(slots=True)
class Modules:
    """The modules of the app's Python files, each loaded once.

    Args:
        root: the app's folder; file names are relative to it.
        refused: what is known to be wrong with files without running them; they are not run.
        is_lenient: True in dev, where a file that breaks a rule must not stop the others.
    """

    root: Path
    refused: Mapping[str, BaseException] = field(default_factory=dict)
    is_lenient: bool = False
    _loaded: dict[str, ModuleType | BrokenModule] = field(default_factory=dict)
    _finder: ModuleFinder = field(init=False)

    def __post_init__(self) -> None:
        self._finder = ModuleFinder(self.root)
        self._finder.install()

    def load(self, file: str) -> ModuleType:
        """Return the module of a file that the app cannot do without, such as that of its hooks.

        Raises:
            ManifestError: the file is gone since the build.
            BaseException: what the module raised.
        """
        module = self.try_load(file)
        if isinstance(module, BrokenModule):
            # not `sys.exit()` of a module itself: that ends the server without a word
            raise module.cause if isinstance(module.cause, Exception) else module.failure()
        return module

    def try_load(self, file: str) -> ModuleType | BrokenModule:
        """Return the module of a route file, or why it cannot be imported.

        Raises:
            ManifestError: the file is gone since the build.
            EnvironmentProblem: it declares variables of the environment that are missing or invalid.
        """
        module = self._loaded.get(file)
        if module is None:
            module = self._loaded[file] = self._import(file)
        return module

    def refuse(self, file: str, failure: AppError) -> BrokenModule:
        """Treat a file that breaks a rule as one that cannot be imported, in dev.

        Raises:
            AppError: the failure, in production: the app does not start.
        """
        if not self.is_lenient:
            raise failure
        module = self._loaded[file] = BrokenModule.of(self.root, file, failure)
        return module

    @property
    def loaded(self) -> int:
        """The number of files that were loaded, broken ones included."""
        return len(self._loaded)

    @property
    def broken(self) -> tuple[BrokenModule, ...]:
        """Those that cannot be imported."""
        return tuple(module for module in self._loaded.values() if isinstance(module, BrokenModule))

    def _import(self, file: str) -> ModuleType | BrokenModule:
        if not (self.root / file).is_file():
            msg = f"{file} was there when the app was built, but is gone. Run `lissome build` again."
            raise ManifestError(msg)
        if file in self.refused:
            return BrokenModule.of(self.root, file, self.refused[file])
        try:
            return importlib.import_module(self._finder.add(file))
        except (KeyboardInterrupt, EnvironmentProblem):
            raise
        except BaseException as failure:  # noqa: BLE001 - `sys.exit()` in a module must not end the server
            _advise(failure)
            return BrokenModule.of(self.root, file, failure)


def load_module(root: Path, file: str) -> ModuleType:
    """Run a Python file of the app and return its module.

    Raises:
        ManifestError: the file does not exist.
        BaseException: what the module raised.
    """
    return Modules(root).load(file)


def _advise(failure: BaseException) -> None:
    """Say what to write in place of a relative import that leads out of src."""
    if not (isinstance(failure, ImportError) and failure.msg.startswith(_TOO_FAR)):
        return
    frames: Iterable[traceback.FrameSummary] = traceback.extract_tb(failure.__traceback__)
    words = [(frame.line or "").split() for frame in frames if (frame.line or "").startswith("from .")]
    for _, dotted, *rest in words[-1:]:
        inner = dotted.lstrip(".")
        instead = " ".join(["from", inner, *rest] if inner else rest)
        failure.add_note(f"imports begin in src, and a relative one cannot leave it; write: {instead}")


def _own_frames(stack: TracebackType | None, root: Path) -> TracebackType | None:
    """Leave out the frames of the import itself, up to the first one of the app's."""
    step = stack
    while step is not None and not _is_own(step.tb_frame.f_code.co_filename, root):
        step = step.tb_next
    return step


def _is_own(file: str, root: Path) -> bool:
    return file.startswith(f"{root}/") and "/.venv/" not in file


def _place(cause: BaseException, stack: TracebackType | None, root: Path) -> str:
    if isinstance(cause, SyntaxError) and cause.filename:
        file, line = cause.filename, cause.lineno or 1
    else:
        frames = [one for one in traceback.extract_tb(stack) if _is_own(one.filename, root)]
        if not frames:
            return ""
        file, line = frames[-1].filename, frames[-1].lineno or 1
    return f"{file.removeprefix(f'{root}/')}:{line}"
