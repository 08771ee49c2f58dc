"""Connections that bring no request are closed."""

from __future__ import annotations

import socket
import sys

import pytest

from lissome.cli.idle_connections import SHORTEST_REQUEST, close_silent
from support.waiting import until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux says what has come")


def close_and_see(sent: bytes, limit: float) -> bool:
    """True if a connection over which something was sent is closed."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)) as client:
            client.sendall(sent)
            connection, _ = listener.accept()
            with connection:
                until(
                    lambda: (
                        len(connection.recv(100, socket.MSG_PEEK | socket.MSG_DONTWAIT)) == len(sent)
                        if sent
                        else True
                    )
                )
                if limit == 0:
                    until(lambda: close_silent(port, limit) or len(sent) >= SHORTEST_REQUEST)
                else:
                    assert close_silent(port, limit) == 0
                client.setblocking(False)
                try:
                    return client.recv(1) == b""
                except BlockingIOError:
                    return False


@pytest.mark.parametrize("sent", [b"", b"P", b"PRI * HTTP/2.0"])
def test_a_connection_with_less_than_a_request(sent: bytes) -> None:
    assert close_and_see(sent, limit=0)
    assert not close_and_see(sent, limit=60)


def test_the_shortest_request_is_one() -> None:
    assert not close_and_see(b"GET / HTTP/1.1\r\n\r\n", limit=0)


def test_connections_to_other_ports_stay() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = listener.getsockname()
        with socket.create_connection(address), listener.accept()[0]:
            assert close_silent(address[1] + 1, -1) == 0
