"""The listening sockets of `lissome serve`."""

from __future__ import annotations

import os
import select
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from lissome.bind_address import AddressError
from lissome.cli.listeners import Listeners, bind_tcp, bind_unix, listen, take_passed
from support.ports import free_port

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the kernel's division of connections is Linux's")
CLIENTS = 60


@pytest.fixture
def four() -> Iterator[Listeners]:
    listeners = bind_tcp("127.0.0.1", free_port(), 4)
    listen(listeners.sockets)
    yield listeners
    listeners.close()


def arrivals(listeners: Listeners) -> set[int]:
    """The numbers of the workers whose sockets get some of many new connections."""
    port = listeners.sockets[0].getsockname()[1]
    clients = [socket.create_connection(("127.0.0.1", port)) for _ in range(CLIENTS)]
    found = set()
    for client in clients:
        client.sendall(b"x")  # the kernel waits for that
    for _ in clients:
        ready, _, _ = select.select(listeners.sockets, [], [])
        ready[0].accept()[0].close()
        found.add(listeners.sockets.index(ready[0]))
    for client in clients:
        client.close()
    return found


@pytest.fixture
def folder() -> Iterator[Path]:
    """One for Unix sockets, whose paths may have some hundred characters only."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


@LINUX
def test_each_worker_gets_connections(four: Listeners) -> None:
    assert arrivals(four) == {0, 1, 2, 3}


@LINUX
def test_connections_go_to_some_workers_only(four: Listeners) -> None:
    for serving in ({1, 3}, {2}, {0, 1, 2, 3}):
        four.steer(serving)
        assert arrivals(four) == serving
    four.steer(())
    assert arrivals(four) == {0, 1, 2, 3}


@LINUX
def test_a_connection_without_a_byte_reaches_no_worker(four: Listeners) -> None:
    port = four.sockets[0].getsockname()[1]
    with socket.create_connection(("127.0.0.1", port)) as client:
        assert select.select(four.sockets, [], [], 0.1)[0] == []
        client.sendall(b"x")
        assert len(select.select(four.sockets, [], [])[0]) == 1


def test_nobody_connects_before_a_worker_serves() -> None:
    port = free_port()
    for workers in (1, 2):
        listeners = bind_tcp("127.0.0.1", port, workers)
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port))
        listeners.close()


def test_one_worker_has_its_port_for_itself() -> None:
    port = free_port()
    listeners = bind_tcp("127.0.0.1", port, 1)
    listen(listeners.sockets)
    with pytest.raises(AddressError, match="in use"):
        bind_tcp("127.0.0.1", port, 2)
    listeners.steer({0})
    listeners.close()
    bind_tcp("127.0.0.1", port, 2).close()


def test_responses_are_not_delayed() -> None:
    """By Nagle's algorithm; a connection has its listener's setting."""
    listeners = bind_tcp("127.0.0.1", free_port(), 1)
    assert listeners.sockets[0].getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
    listeners.close()


def test_a_unix_socket(folder: Path) -> None:
    path = folder / "http.sock"
    listeners = bind_unix(path, 0o640)
    assert path.stat().st_mode & 0o777 == 0o640
    listen(listeners.sockets)
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(str(path))
    with pytest.raises(AddressError, match="another program listens there"):
        bind_unix(path, 0o660)
    listeners.close()
    assert not path.exists()


def test_a_unix_socket_that_a_dead_server_has_left(folder: Path) -> None:
    path = folder / "http.sock"
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(path))
    bind_unix(path, 0o660).close()


def test_a_file_is_not_replaced_by_a_socket(folder: Path) -> None:
    path = folder / "notes.txt"
    path.write_text("mine")
    with pytest.raises(AddressError, match="is no socket"):
        bind_unix(path, 0o660)
    assert path.read_text() == "mine"
    with pytest.raises(AddressError, match="cannot listen there"):
        bind_unix(folder / "no" / "folder", 0o660)


PASSED = """
import os, socket, sys
from lissome.bind_address import AddressError
from lissome.cli.listeners import take_passed
os.dup2(int(sys.argv[1]), 3)
os.environ["LISTEN_PID"] = str(os.getpid())
try:
    listeners = take_passed()
    print(listeners.sockets[0].getsockname()[1], "LISTEN_FDS" in os.environ)
except AddressError as failure:
    print(failure)
"""


def take(passed: int, count: str = "1") -> str:
    """What a process says to a file that was passed to it as file 3."""
    done = subprocess.run(
        [sys.executable, "-c", PASSED, str(passed)],
        env={**os.environ, "LISTEN_FDS": count},
        pass_fds=[passed],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_a_socket_that_the_service_manager_has_passed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as passed:
        assert take(passed.fileno()) == f"{passed.getsockname()[1]} False\n"
        assert "lissome serves one" in take(passed.fileno(), "2")
    with socket.socket() as idle:
        assert "does not listen" in take(idle.fileno())


def test_a_socket_that_was_passed_to_another_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LISTEN_PID", "1")
    monkeypatch.setenv("LISTEN_FDS", "1")
    assert take_passed() is None
    assert "LISTEN_FDS" not in os.environ
