"""Has granian accept no more connections, before it begins to stop.

granian closes idle connections in the moment in which it stops accepting, and also those that it has accepted
just before and whose request is still on its way. So accepting must end earlier, and granian has no means for
that. The socket is the supervisor's too, which keeps what is in its queue for the next worker.
"""

from __future__ import annotations

import contextlib
import os
import select
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_FILES: Final = Path("/proc/self/fd")


def stop_accepting(listener: int) -> None:
    """Have this process accept no more connections from a listening socket that others have too.

    Args:
        listener: the file descriptor of the socket, which granian waits for.
    """
    if sys.platform == "linux":
        _forget(listener)
    else:
        _replace(listener)


def _forget(listener: int) -> None:
    """Take the socket out of the set of files that granian waits for: it is never told of a connection again.

    To put another file in its place would not do that: the set would go on with the socket, and tell granian
    of it after granian has freed what belongs to it.
    """
    for number in _polls():
        with contextlib.suppress(OSError), select.epoll.fromfd(os.dup(number)) as poll:
            poll.unregister(listener)  # raises an error if it is not in this set


def _polls() -> Iterator[int]:
    """Return the file descriptors of the sets of files that this process waits for."""
    try:
        links = list(_FILES.iterdir())
    except OSError:
        return
    for link in links:
        with contextlib.suppress(OSError):
            if str(link.readlink()) == "anon_inode:[eventpoll]":
                yield int(link.name)


def _replace(listener: int) -> None:
    """Put a socket that nobody connects to in its place: a kqueue forgets a file that is closed."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.setblocking(False)  # granian may still try to accept, and is told to wait
        os.dup2(silent.fileno(), listener)
