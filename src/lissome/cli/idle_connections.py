"""Closes connections over which too little has come for a request.

granian limits the time of a request's head, but the limit begins when it knows the version of HTTP. Until
then, with no byte or with the first bytes of what may become HTTP/2's preface, it waits for ever.
"""

from __future__ import annotations

import contextlib
import os
import socket
import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

LIMIT_SECONDS: Final = 30.0
"""As long as granian waits for the rest of a head."""
SHORTEST_REQUEST: Final = len(b"GET / HTTP/1.1\r\n\r\n")
_FILES: Final = Path("/proc/self/fd")
# linux/tcp.h, struct tcp_info: the state, milliseconds since the last data came, bytes that have come
_LAST_DATA: Final = 52
_RECEIVED: Final = 128
_SIZE: Final = 136
_ESTABLISHED: Final = 1


def close_silent(port: int, limit: float = LIMIT_SECONDS) -> int:
    """Close the connections to a TCP port of this process that have brought less than a request for too long.

    Does nothing where the kernel does not say what has come (other systems than Linux).

    Args:
        port: the local port.
        limit: seconds since the connection was made, or since the last byte.

    Returns:
        The number of connections.
    """
    count = 0
    if sys.platform != "linux":
        return count
    for connection in _connections(port):
        with connection:
            if _is_silent(connection, limit):
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
                    count += 1
    return count


def _connections(port: int) -> Iterator[socket.socket]:
    for link in list(_FILES.iterdir()):
        try:
            if not str(link.readlink()).startswith("socket:"):
                continue
            connection = socket.socket(fileno=os.dup(int(link.name)))
        except OSError:
            continue  # closed since
        if _is_to(connection, port):
            yield connection
        else:
            connection.close()


def _is_to(connection: socket.socket, port: int) -> bool:
    is_tcp = connection.family in (socket.AF_INET, socket.AF_INET6) and connection.type == socket.SOCK_STREAM
    try:
        return is_tcp and connection.getsockname()[1] == port
    except OSError:
        return False


def _is_silent(connection: socket.socket, limit: float) -> bool:
    try:
        info = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _SIZE)
    except OSError:
        return False
    if len(info) < _SIZE or info[0] != _ESTABLISHED:
        return False
    milliseconds: int = struct.unpack_from("=I", info, _LAST_DATA)[0]
    received: int = struct.unpack_from("=Q", info, _RECEIVED)[0]
    return received < SHORTEST_REQUEST and milliseconds > limit * 1000
