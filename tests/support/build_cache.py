"""Folders that take long to make, such as built apps, kept in .cache/ and shared by all processes.

A folder is kept under a digest of all that it is made of, so what is found is never out of date. It is made
under a lock, in its final place, because a build may write its own path into its output; a file beside it
says that it is complete. One that no run has used for some days is deleted.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

KEPT_SECONDS = 3 * 86_400.0
"""Since the last use."""

COMPLETE = "complete.json"
"""Says that a folder beside it is complete, and what is in it."""

# What tools leave in the folder of an app: neither among the sources nor compared with what was made.
MADE_ANYWHERE = frozenset({"node_modules", "__pycache__", ".ruff_cache", ".mypy_cache", ".pytest_cache"})
DATABASE = re.compile(r"\.db(-shm|-wal)?$")
MADE_AT_THE_ROOT = frozenset({"build", ".svelte-kit", ".lissome"})


@dataclass(frozen=True)
class BuildCache:
    """The folders of one kind.

    Attributes:
        folder: where they are, for example ``.cache/builds``.
    """

    folder: Path
    _used: dict[Path, Path] = field(default_factory=dict)

    def get(self, name: str, digest: str, make: Callable[[Path], None]) -> Path:
        """Return a folder that must not be changed; make it first unless an earlier run has done so.

        Args:
            name: begins the folder's name, so that people find it.
            digest: of everything that the folder is made of.
            make: fills the empty folder that it is given.
        """
        path = self.folder / f"{name}-{digest[:16]}" / name
        complete = path.with_name(COMPLETE)
        with locked(self._lock_of(path.parent)):
            if not complete.is_file():
                shutil.rmtree(path.parent, ignore_errors=True)  # what a failed or interrupted run has left
                path.mkdir(parents=True)
                make(path)
                complete.write_text(json.dumps(_state(path)))
                self._delete_old()
            complete.touch()
        self._used[path] = complete
        return path

    def take_changed(self) -> list[Path]:
        """Return the files that have changed in the folders since they were made, and forget them."""
        changed: list[Path] = []
        for path, complete in self._used.items():
            if not complete.is_file():
                continue  # another process has found it changed
            before, now = json.loads(complete.read_text()), _state(path)
            different = [name for name in {**before, **now} if before.get(name) != now.get(name)]
            if different:
                complete.unlink()
                changed += [path / name for name in sorted(different)]
        self._used.clear()
        return changed

    def _lock_of(self, entry: Path) -> Path:
        """Return what is locked while a folder is made or deleted; it is not in it, so that it stays."""
        return self.folder / ".locks" / entry.name

    def _delete_old(self) -> None:
        for complete in filter(_is_old, list(self.folder.glob(f"*/{COMPLETE}"))):
            with locked(self._lock_of(complete.parent)):
                if _is_old(complete):
                    complete.unlink()
                    shutil.rmtree(complete.parent)


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Wait until no other process has locked a file, and lock it for the length of a block."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _is_old(file: Path) -> bool:
    """True if no run has used a folder for so long that none is likely to; False if it is gone."""
    return file.is_file() and time.time() - file.stat().st_mtime > KEPT_SECONDS


def digest_of(sources: Iterable[Path], *texts: object) -> str:
    """Return a digest of files and folders, without what tools leave in them, and of some texts."""
    total = hashlib.sha256("\0".join(map(str, texts)).encode())
    for source in sources:
        for name, file in _files(source) if source.is_dir() else [(source.name, source)]:
            content = file.read_bytes()
            total.update(f"\0{name}\0{len(content)}\0".encode() + content)
    return total.hexdigest()


def _files(folder: Path) -> list[tuple[str, Path]]:
    """Return the files that people have written, with their paths in the folder."""
    found = []
    for parent, folders, files in os.walk(folder):
        skipped = MADE_ANYWHERE | (MADE_AT_THE_ROOT if Path(parent) == folder else frozenset())
        folders[:] = sorted(set(folders) - skipped)
        paths = [Path(parent, name) for name in sorted(files) if not DATABASE.search(name)]
        found += [(path.relative_to(folder).as_posix(), path) for path in paths]
    return found


def _state(folder: Path) -> dict[str, list[int]]:
    """Return size and time of each file of the app and of its build."""
    files = [*_files(folder), *((f"build/{name}", file) for name, file in _files(folder / "build"))]
    return {name: [file.stat().st_size, file.stat().st_mtime_ns] for name, file in files}
