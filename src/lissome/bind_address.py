"""Checks that a server can listen on an address, before any worker starts.

granian sets SO_REUSEPORT. With it, a second server on the same port would start without an error and take
half of the first one's connections.
"""

from __future__ import annotations

import errno
import socket

from lissome.errors import LissomeError


class AddressError(LissomeError):
    """The host or the port cannot be used."""


def check_address(host: str, port: int) -> str:
    """Return the IP address of ``host``, after checking that ``port`` is free there.

    Raises:
        AddressError: the name is unknown, the address is another machine's, or the port is taken or reserved.
    """
    family, address = _resolve(host, port)
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # Connections of a server that has just stopped do not matter, but a listening socket does.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as failure:
            raise _explain(failure, host, port) from None
    return address


def url_of(host: str, port: int, *, tls: bool = False) -> str:
    """Return the address to type into a browser."""
    # A browser cannot open "every address".
    name = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - no bind here
    return f"{'https' if tls else 'http'}://{f'[{name}]' if ':' in name else name}:{port}"


def _resolve(host: str, port: int) -> tuple[socket.AddressFamily, str]:
    try:
        family, *_, sockaddr = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except socket.gaierror:
        raise AddressError(
            f"--host {host}: this name is unknown. Use an IP address of this machine, for example 127.0.0.1, "
            "or 0.0.0.0 for all of them."
        ) from None
    return family, str(sockaddr[0])


def _explain(failure: OSError, host: str, port: int) -> AddressError:
    match failure.errno:
        case errno.EADDRINUSE:
            return AddressError(
                f"port {port} of {host} is in use by another program. "
                f"Stop it, or choose another port: --port {port + 1}"
            )
        case errno.EACCES:
            return AddressError(
                f"port {port} is reserved for the superuser. Choose one above 1023, for example --port 8000"
            )
        case errno.EADDRNOTAVAIL:
            return AddressError(
                f"--host {host} is not an address of this machine. Use 127.0.0.1, or 0.0.0.0 for all of them."
            )
        case _:
            return AddressError(f"cannot listen on {host} port {port}: {failure.strerror}")
