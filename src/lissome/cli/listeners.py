"""The listening sockets of `lissome serve`: the supervisor keeps them open, and workers accept from them.

So a connection that waits in a socket's queue survives the worker that would have accepted it. On Linux each
worker has a TCP socket of its own (SO_REUSEPORT), between which the kernel divides new connections: workers
that accept from one socket get very unequal shares of the connections that clients keep
(docs/reference/robustness.md has figures). While a worker is missing, the kernel is told to pass its socket
over.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import socket
import stat
import struct
import sys
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lissome.bind_address import AddressError, check_address
from lissome.cli.port_holders import explain_orphans

BACKLOG: Final = 4096
"""Connections that the operating system queues until a worker accepts them."""
DEFER_SECONDS: Final = 30
"""For so long the kernel keeps a connection to itself that brings no data. What a worker accepts has brought
its request then, so that the worker can answer it even if it is about to stop."""
_FIRST_PASSED: Final = 3  # systemd's sd_listen_fds(3)
_SO_ATTACH_REUSEPORT_CBPF: Final = 51
# linux/bpf_common.h, linux/filter.h: code, jump if true, jump if false, operand
_INSTRUCTION: Final = struct.Struct("=HBBI")
_LOAD: Final = 0x20
_RANDOM: Final = 0xFFFFF000 + 56
_MODULO: Final = 0x94
_JUMP_IF_EQUAL: Final = 0x15
_RETURN: Final = 0x06


@dataclass(frozen=True, slots=True)
class Listeners:
    """Bound sockets, on which the first worker that serves begins to listen.

    Attributes:
        sockets: one for all workers, or one for each.
        path: the Unix socket's path, to be deleted in the end.
    """

    sockets: tuple[socket.socket, ...]
    path: Path | None = None

    def of(self, number: int) -> socket.socket:
        """Return the socket of a worker, by its number."""
        return self.sockets[number % len(self.sockets)]

    def steer(self, serving: Collection[int]) -> None:
        """Have the kernel give new connections to these workers only; to all, if they are none."""
        if len(self.sockets) > 1:
            numbers = sorted(serving) or list(range(len(self.sockets)))
            with contextlib.suppress(OSError):  # an old kernel, or none: it goes on dividing between all
                _attach(self.sockets[0], _choose_one_of(numbers))

    def close(self) -> None:
        """Stop listening."""
        for one in self.sockets:
            one.close()
        if self.path is not None:
            self.path.unlink(missing_ok=True)


def _choose_one_of(numbers: list[int]) -> list[tuple[int, int, int, int]]:
    """Return a program that returns one of the numbers at random; a socket's number is its place in the
    group.
    """
    choices = [
        step
        for place, number in enumerate(numbers)
        for step in ((_JUMP_IF_EQUAL, 0, 1, place), (_RETURN, 0, 0, number))
    ]
    return [(_LOAD, 0, 0, _RANDOM), (_MODULO, 0, 0, len(numbers)), *choices, (_RETURN, 0, 0, numbers[0])]


def _attach(group: socket.socket, program: list[tuple[int, int, int, int]]) -> None:
    code = ctypes.create_string_buffer(b"".join(_INSTRUCTION.pack(*step) for step in program))
    filter_program = struct.pack("@HP", len(program), ctypes.addressof(code))
    group.setsockopt(socket.SOL_SOCKET, _SO_ATTACH_REUSEPORT_CBPF, filter_program)


def bind_tcp(host: str, port: int, workers: int) -> Listeners:
    """Make the sockets for a TCP port.

    Args:
        host: a name, or an address of this machine.
        port: the TCP port.
        workers: how many workers will accept.

    Raises:
        AddressError: the address cannot be used.
    """
    address = _check(host, port)
    count = workers if sys.platform == "linux" else 1
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return Listeners(tuple(_bind(family, address, port, shared=count > 1) for _ in range(count)))


def _check(host: str, port: int) -> str:
    try:
        return check_address(host, port)
    except AddressError as failure:
        raise (explain_orphans(port) or failure) from None


def _bind(family: socket.AddressFamily, address: str, port: int, *, shared: bool) -> socket.socket:
    one = socket.socket(family, socket.SOCK_STREAM)
    one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if shared:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    one.bind((address, port))
    return _prepare(one)


def _prepare(one: socket.socket) -> socket.socket:
    if one.family != socket.AF_UNIX:  # inherited by the connections
        one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if sys.platform == "linux":
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, DEFER_SECONDS)
    return one


def listen(sockets: Iterable[socket.socket]) -> None:
    """Begin to listen; the first worker that is about to serve does so, and nobody connects earlier.

    The kernel numbers the sockets of a port in the order in which they begin. Each worker goes through them
    in the same order, and doing it twice changes nothing. So the numbers are those of the workers.
    """
    for one in sockets:
        one.listen(BACKLOG)


def bind_unix(path: Path, mode: int) -> Listeners:
    """Make a Unix socket.

    Args:
        path: of the socket; replaced if it is a socket that nobody listens on.
        mode: its permissions.

    Raises:
        AddressError: the path cannot be used.
    """
    _clear(path)
    one = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        one.bind(str(path))
        path.chmod(mode)
    except OSError as failure:
        one.close()
        raise AddressError(f"--uds {path}: cannot listen there: {failure.strerror or failure}") from None
    return Listeners((_prepare(one),), path)


def _clear(path: Path) -> None:
    """Remove the socket that an earlier server has left."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISSOCK(mode):
        raise AddressError(f"--uds {path}: this file is there already, and is no socket. Name another path.")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        if probe.connect_ex(str(path)) != errno.ECONNREFUSED:
            raise AddressError(f"--uds {path}: another program listens there. Stop it, or name another path.")
    path.unlink()


def take_passed() -> Listeners | None:
    """Return the listening socket that a service manager has passed to this process (systemd's protocol), if
    any.

    Raises:
        AddressError: it has passed several, or something else.
    """
    passed = {name: os.environ.pop(name, "") for name in ("LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES")}
    if passed["LISTEN_PID"] != str(os.getpid()):
        return None
    if passed["LISTEN_FDS"] != "1":
        raise AddressError(
            f"{passed['LISTEN_FDS']} sockets were passed in LISTEN_FDS, and lissome serves one: write one "
            "ListenStream= into the .socket unit."
        )
    one = _passed()
    if one is None:
        raise AddressError("file 3, which was passed, does not listen: write ListenStream= and Accept=no.")
    return Listeners((_prepare(one),))


def _passed() -> socket.socket | None:
    try:
        one = socket.socket(fileno=_FIRST_PASSED)
    except OSError:
        return None
    if one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
        return one
    one.close()
    return None
