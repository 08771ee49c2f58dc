"""Whether an address can be listened at."""

from __future__ import annotations

import socket

import pytest

from lissome.bind_address import AddressError, check_address, url_of
from support.ports import free_port


def test_a_free_port_is_fine() -> None:
    port = free_port()
    assert check_address("127.0.0.1", port) == "127.0.0.1"
    assert check_address("localhost", port) in {"127.0.0.1", "::1"}


@pytest.mark.parametrize("reuse", [False, True])
def test_a_port_in_use_is_found_even_if_its_owner_would_share_it(reuse: bool) -> None:
    with socket.socket() as taken:
        if reuse:
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(AddressError, match=f"port {port} of 127.0.0.1 is in use.*--port {port + 1}"):
            check_address("127.0.0.1", port)


def test_a_port_that_was_just_given_up_is_free() -> None:
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(("127.0.0.1", 0))
        server.listen()
        address = server.getsockname()
        with socket.create_connection(address) as client:
            accepted, _ = server.accept()
            accepted.close()  # the server's side closes first, and its port is in TIME_WAIT
            client.recv(1)
    assert check_address(*address) == "127.0.0.1"


@pytest.mark.parametrize(
    ("host", "message"), [("name.invalid", "unknown"), ("192.0.2.1", "not an address of this machine")]
)
def test_a_host_that_is_not_here(host: str, message: str) -> None:
    with pytest.raises(AddressError, match=message):
        check_address(host, free_port())


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:80"),
        ("localhost", "http://localhost:80"),
        ("0.0.0.0", "http://127.0.0.1:80"),
        ("::", "http://[::1]:80"),
        ("::1", "http://[::1]:80"),
    ],
)
def test_the_url_can_be_opened(host: str, url: str) -> None:
    assert url_of(host, 80) == url


def test_the_url_of_a_server_with_a_certificate() -> None:
    assert url_of("example.com", 443, tls=True) == "https://example.com:443"
