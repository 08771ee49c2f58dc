"""Finding and starting a Redis or Valkey server."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NAMES = ("redis-server", "valkey-server")

MISSING = "no Redis: neither redis-server nor valkey-server is in PATH, so shared caches are not tested."


def find_redis() -> str | None:
    """The path of a server."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@contextmanager
def running(path: str, folder: Path) -> Iterator[str]:
    """A server that keeps nothing, on a Unix socket in `folder`, which must be short; gives its URL."""
    socket_file = folder / "redis.sock"
    command = [path, "--port", "0", "--unixsocket", str(socket_file), "--save", "", "--dir", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 60
        while not _accepts(socket_file):
            assert process.poll() is None, "the server ended at once"
            assert time.monotonic() < until, "the server does not start"
            time.sleep(0.02)
        yield f"unix://{socket_file}"
    finally:
        process.kill()  # it keeps nothing, so there is nothing to save
        process.wait()


def _accepts(socket_file: Path) -> bool:
    """True if a server accepts connections: the file is there a moment before."""
    with socket.socket(socket.AF_UNIX) as client:
        return client.connect_ex(str(socket_file)) == 0
