"""Memory that the supervisor shares with its workers: one small file for each worker, and one for all.

A worker counts the turns of its event loop there, and says that it serves, or that it wants to be replaced.
Files are mapped by their path, so it is the same with forked workers and with others. Nothing is locked: each
value has one writer, and is written in an order in which a reader sees all of it or nothing.
"""

from __future__ import annotations

import itertools
import mmap
import shutil
import struct
import tempfile
from pathlib import Path
from typing import Final

SHARED_SIZE: Final = 4096
"""Bytes of the region that all workers share."""
_ENTRY_SIZE: Final = 512
_BEATS: Final = struct.Struct("=Q")
_SERVES: Final = 8
_LEAVES: Final = 10
_REASON: Final = 16
_REASON_LENGTH: Final = 9
_LONGEST_REASON: Final = 250  # bytes, so that their number is one byte
_MEMORY_FOLDER: Final = Path("/dev/shm")  # noqa: S108 - files in it are never written to a disk


class WorkerBoard:
    """The folder of the files; the supervisor's.

    Attributes:
        folder: private to this user; workers get paths in it.
        shared: the region of `SHARED_SIZE` bytes that all workers share; zeros at first.
    """

    def __init__(self) -> None:
        parent = _MEMORY_FOLDER if _MEMORY_FOLDER.is_dir() else None
        try:
            self.folder = Path(tempfile.mkdtemp(prefix="lissome-", dir=parent))
        except OSError:
            self.folder = Path(tempfile.mkdtemp(prefix="lissome-"))
        self.shared_file = self.folder / "shared"
        self.shared_file.write_bytes(bytes(SHARED_SIZE))
        self.shared = open_shared(self.shared_file)
        self._numbers = itertools.count(1)

    def new_entry(self) -> BoardEntry:
        """Return an entry for a worker that is about to start."""
        path = self.folder / str(next(self._numbers))
        path.write_bytes(bytes(_ENTRY_SIZE))
        return BoardEntry(path)

    def close(self) -> None:
        """Delete all files. Workers that have mapped them go on with what they have."""
        shutil.rmtree(self.folder, ignore_errors=True)


class BoardEntry:
    """One worker's file, as the worker and the supervisor see it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._memory = _map(path)

    # -- the worker's side

    def beat(self) -> None:
        """Say that the event loop turns."""
        _BEATS.pack_into(self._memory, 0, self.beats + 1)

    def report_serving(self) -> None:
        """Say that the worker accepts connections."""
        self._memory[_SERVES] = 1

    def report_leaving(self) -> None:
        """Say that the worker accepts no more connections, and will end."""
        self._memory[_LEAVES] = 1

    def ask_for_replacement(self, reason: str) -> None:
        """Ask for a new worker in this one's place. From any thread; only the first reason counts.

        Args:
            reason: a few words for the log, such as ``V8 is lost``.
        """
        if self._memory[_REASON_LENGTH]:
            return
        text = (reason or "no reason given").encode()[:_LONGEST_REASON]
        self._memory[_REASON : _REASON + len(text)] = text
        self._memory[_REASON_LENGTH] = len(text)  # last: it says that the text is there

    # -- the supervisor's side

    @property
    def beats(self) -> int:
        """The number of times that the event loop has turned."""
        beats: int = _BEATS.unpack_from(self._memory, 0)[0]
        return beats

    @property
    def serves(self) -> bool:
        """True if the worker accepts connections."""
        return bool(self._memory[_SERVES])

    @property
    def leaves(self) -> bool:
        """True if the worker accepts no more connections."""
        return bool(self._memory[_LEAVES])

    @property
    def reason(self) -> str:
        """The reason for which the worker wants to be replaced, or ``""``."""
        length = self._memory[_REASON_LENGTH]
        return self._memory[_REASON : _REASON + length].decode(errors="replace")

    def delete(self) -> None:
        """Give the file back; the worker has ended."""
        self._memory.close()
        self.path.unlink(missing_ok=True)


def open_shared(path: Path) -> memoryview:
    """Return the region that all workers share."""
    return memoryview(_map(path))


def _map(path: Path) -> mmap.mmap:
    with path.open("r+b") as file:
        return mmap.mmap(file.fileno(), 0)
