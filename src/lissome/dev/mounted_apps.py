"""The mounted applications in `lissome dev`: imported once, and the process starts anew when they change.

Their modules are not unloaded as those of the app are, because they were written for a process that starts
anew: Django has its registry of models, SQLModel its tables, prometheus_client its counters.
"""

from __future__ import annotations

import asyncio
import logging
import os
import site
import sys
import sysconfig
import time
from contextlib import AsyncExitStack
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

import lissome
from lissome.server.startup.mounts import load_mounts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from lissome.manifest import Manifest
    from lissome.server.mounts import Mounts
    from lissome.settings import Mounted, Settings

logger = logging.getLogger("lissome.dev")

# What is installed, and lissome itself: nobody edits that while an app runs.
_INSTALLED: Final = tuple(
    f"{folder}{os.sep}"
    for folder in (
        *site.getsitepackages(),
        site.getusersitepackages(),
        *(sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")),
        Path(lissome.__file__).parent,
    )
)


class MountedApps:
    """The mounted applications of `lissome dev`, from the first version of the app to the end.

    Args:
        root: the app's folder.

    Attributes:
        mounts: None until they run, and if there are none.
        are_imported: set when they are, or cannot be.
        is_stale: set when this process can no longer serve them as they are now.
    """

    def __init__(self, root: Path) -> None:
        self.mounts: Mounts | None = None
        self.are_imported = asyncio.Event()
        self.is_stale = asyncio.Event()
        self._root = root
        self._targets: dict[str, Mounted] | None = None
        self._imported: Mounts | None = None
        self._imported_at = 0.0
        self._failure: BaseException | None = None
        self._running: AsyncExitStack | None = None

    async def start(self, settings: Settings, manifest: Manifest) -> None:
        """Import them the first time, and start them until they run.

        Raises:
            AppError: one of them is not there, does not start, or hides a part of the app.
            BaseException: what a module raised.
        """
        if self._targets is not None and settings.mount != self._targets:
            self.is_stale.set()
        if self._failure is not None:
            self.is_stale.set()  # whatever has changed, half of their modules are there already
            raise self._failure
        if self._targets is None:
            self._targets, self._imported_at = settings.mount, time.time()
            try:
                self._imported = load_mounts(self._root, settings, manifest)
            except BaseException as failure:
                self._failure = failure
                raise
            finally:
                self.are_imported.set()
        if self._imported is not None and self._running is None:
            async with AsyncExitStack() as running:
                await running.enter_async_context(self._imported.lifespan())
                self._running = running.pop_all()
            self.mounts = self._imported

    async def stop(self) -> None:
        """Run their shutdown."""
        if self._running is not None:
            await self._running.aclose()

    def note(self, paths: Collection[str]) -> None:
        """Note that files have changed: this process is stale if it has imported one."""
        if not paths:
            return
        loaded = {getattr(module, "__file__", None) for module in list(sys.modules.values())}
        for path in paths:
            if path.endswith(".py") and (self._failure is not None or path in loaded):
                logger.info("%s changed: starting again", path.removeprefix(f"{self._root}/"))
                self.is_stale.set()
                return

    def changed_since_import(self) -> set[str]:
        """Return the files of imported modules that were saved before anybody watched them."""
        folders = tuple(f"{folder}{os.sep}" for folder, _ in self._folders())
        files = {getattr(module, "__file__", None) or "" for module in list(sys.modules.values())}
        return {file for file in files if file.startswith(folders) and _saved(file) > self._imported_at}

    def packages(self) -> set[Path]:
        """Return the folders of the packages that a mounted application may consist of."""
        return {folder for folder, is_package in self._folders() if is_package}

    def module_folders(self) -> set[Path]:
        """Return the folders of modules that are in no package, such as ``main.py``."""
        return {folder for folder, is_package in self._folders() if not is_package}

    def _folders(self) -> Iterator[tuple[Path, bool]]:
        if not self._targets:
            return
        targets = (given.app.partition(":")[0] for given in self._targets.values())
        source = f"{self._root / 'src'}{os.sep}"
        for name in sorted({name.partition(".")[0] for name in [*sys.modules, *targets]}):
            for place, is_package in _places(name):
                if not f"{place}{os.sep}".startswith((*_INSTALLED, source)) and place.is_dir():
                    yield place, is_package


def _saved(file: str) -> float:
    try:
        return Path(file).stat().st_mtime
    except OSError:  # it is gone
        return 0.0


def _places(name: str) -> Iterator[tuple[Path, bool]]:
    """Yield the folders of a top-level package, or that of a module; nothing of those without a file."""
    try:
        spec = find_spec(name)
    except (ImportError, ValueError):  # `__main__` has none
        return
    if spec is not None and spec.submodule_search_locations is not None:
        yield from ((Path(folder), True) for folder in spec.submodule_search_locations)
    elif spec is not None and spec.has_location and spec.origin is not None:
        yield Path(spec.origin).parent, False
