"""The servers that run in an app's folder, each with a file in ``.lissome/serve``.

A server holds a lock on its file as long as it lives, and the kernel ends the lock with the process, however
that ends. So a file without a lock is a left-over, and a process id is never taken for another process's.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import secrets
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any, Final

_FOLDER: Final = Path(".lissome", "serve")
_RECORD_SIZE: Final = 2048  # always the same, so that it is written at once
_LONGEST_ERROR: Final = 1000


@dataclass(slots=True)
class ServerRecord:
    """One server, as its file describes it.

    Attributes:
        pid: the supervisor's process id.
        born: when the process has started, in the kernel's ticks; 0 where it does not say.
        url: the address.
        reloads: the number of reloads that have begun.
        is_reloading: True if the last of them is under way.
        error: the reason for which the last one has failed, or ``""``.
    """

    pid: int
    born: int
    url: str
    reloads: int = 0
    is_reloading: bool = False
    error: str = ""


@dataclass(slots=True)
class RunningServer:
    """The supervisor's own record; nothing happens where its file cannot be written."""

    record: ServerRecord
    path: Path | None = None
    _file: IO[bytes] | None = field(default=None)

    @classmethod
    def register(cls, root: Path, url: str) -> RunningServer:
        """Write this process's record. In a folder that is read-only there is none."""
        server = cls(ServerRecord(os.getpid(), birth_of(os.getpid()), url))
        with contextlib.suppress(OSError):
            folder = _make_folder(root)
            server.path = folder / f"{secrets.token_hex(4)}.json"
            server._file = server.path.open("xb", buffering=0)
            fcntl.lockf(server._file, fcntl.LOCK_EX)
            server.write()
        return server

    def write(self) -> None:
        """Write the record."""
        if self._file is not None:
            self.record.error = self.record.error[:_LONGEST_ERROR]
            text = json.dumps(asdict(self.record)).ljust(_RECORD_SIZE)
            with contextlib.suppress(OSError):
                os.pwrite(self._file.fileno(), text.encode(), 0)

    def remove(self) -> None:
        """Delete the file."""
        if self._file is not None and self.path is not None:
            with contextlib.suppress(OSError):
                self.path.unlink()
            self._file.close()


def _make_folder(root: Path) -> Path:
    folder = root / _FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    ignore = root / _FOLDER.parts[0] / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n")
    return folder


def birth_of(pid: int) -> int:
    """Return when a process has started, in ticks since the machine has; 0 if that is unknown."""
    try:
        fields = Path("/proc", str(pid), "stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return 0
    return int(fields[19])  # the 22nd of all, proc_pid_stat(5)


def running_servers(root: Path) -> Iterator[tuple[Path, ServerRecord]]:
    """Return the servers that run in an app's folder, with their files; deletes files that others have
    left.
    """
    for path in sorted((root / _FOLDER).glob("*.json")):
        with contextlib.suppress(FileNotFoundError):
            if is_running(path):
                yield path, read_record(path)
            else:
                with contextlib.suppress(OSError):
                    path.unlink()


def is_running(path: Path) -> bool:
    """True if the server of a file lives. Not for the server itself: it would lose its lock."""
    with path.open("rb") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return True
    return False


def read_record(path: Path) -> ServerRecord:
    """Read the record of a server, which may be about to write it."""
    while True:
        try:
            fields: dict[str, Any] = json.loads(path.read_bytes())
            return ServerRecord(**fields)
        except ValueError:
            time.sleep(0.01)
            if not is_running(path):
                raise FileNotFoundError(path) from None
