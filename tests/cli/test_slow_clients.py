"""Clients that send slowly, over sockets: what they keep open is closed in time."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from support.server import Server
from support.waiting import PATIENCE

pytestmark = pytest.mark.node

Serve = Callable[..., AbstractContextManager[Server]]
HEAD = (
    "POST {path} HTTP/1.1\r\nhost: {host}\r\norigin: http://{host}\r\n"
    "content-type: {kind}\r\n{length}\r\n\r\n"
)
FORM = "application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def server(serve: Serve, built_app: Callable[[str], Path]) -> Iterator[Server]:
    with serve(built_app("basics"), env={"LISSOME_REQUEST_TIMEOUT": "1"}) as server:
        yield server


def trickle(connection: socket.socket, is_over: threading.Event) -> None:
    """Send a byte from time to time until the other side has had enough."""
    while not is_over.wait(0.1):
        try:
            connection.sendall(b"1\r\na\r\n")
        except OSError:
            return


@pytest.mark.parametrize("length", ["content-length: 10000", "transfer-encoding: chunked"])
@pytest.mark.parametrize(("path", "kind"), [("/api/json", "application/json"), ("/default-action", FORM)])
def test_a_body_that_trickles_in(server: Server, path: str, kind: str, length: str) -> None:
    host = server.url.removeprefix("http://")
    address, _, port = host.partition(":")
    is_over = threading.Event()
    with socket.create_connection((address, int(port)), timeout=PATIENCE) as connection:
        connection.sendall(HEAD.format(path=path, host=host, kind=kind, length=length).encode())
        sender = threading.Thread(target=trickle, args=(connection, is_over))
        sender.start()
        try:
            answer = connection.recv(65536)
        finally:
            is_over.set()
            sender.join()
    assert answer.startswith(b"HTTP/1.1 503"), answer[:200]
