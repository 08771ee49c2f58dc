"""Workers of an earlier `lissome serve` that still hold a port: what they are called, for one message."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from lissome.bind_address import AddressError
from lissome.cli.parent_process import NAME

_PROCESSES: Final = Path("/proc")
_TABLES: Final = ("tcp", "tcp6")
_LISTENS: Final = "0A"


def explain_orphans(port: int) -> AddressError | None:
    """Return an error that names the workers without a supervisor that listen on a port; None if there are
    none.

    Finds them on Linux only, and those of this user only.
    """
    holders = {pid for pid in _workers() if _sockets(pid) & _listening(port)}
    orphans = sorted(pid for pid in holders if not _has_supervisor(pid))
    if not orphans:
        return None
    return AddressError(
        f"workers of an earlier lissome (pids {', '.join(map(str, orphans))}) still hold port {port}. Their "
        "supervisor is gone, so they end when their requests have, or when their --grace is over. Wait, or "
        "kill them."
    )


def _workers() -> Iterator[int]:
    for folder in _PROCESSES.glob("[0-9]*"):
        if _read(folder / "comm").strip() == NAME:
            yield int(folder.name)


def _has_supervisor(pid: int) -> bool:
    """True if the parent holds the worker's listening sockets too."""
    parent = _read(_PROCESSES / str(pid) / "stat").rpartition(")")[2].split()
    return len(parent) > 1 and bool(_sockets(int(parent[1])) & _sockets(pid))


def _sockets(pid: int) -> set[str]:
    """Return the inodes of a process's sockets."""
    folder = _PROCESSES / str(pid) / "fd"
    try:
        links = [str(link.readlink()) for link in folder.iterdir()]
    except OSError:
        return set()
    return {link[8:-1] for link in links if link.startswith("socket:[")}


def _listening(port: int) -> set[str]:
    """Return the inodes of the sockets that listen on a port."""
    lines = [line.split() for table in _TABLES for line in _read(_PROCESSES / "net" / table).splitlines()[1:]]
    return {
        fields[9]
        for fields in lines
        if fields[3] == _LISTENS and int(fields[1].rpartition(":")[2], 16) == port
    }


def _read(path: Path) -> str:
    try:
        return path.read_text(errors="replace")
    except OSError:
        return ""
