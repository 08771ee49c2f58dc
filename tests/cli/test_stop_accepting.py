"""A listening socket of which a process is told no more, while another process goes on with it."""

from __future__ import annotations

import os
import select
import socket
import sys

import pytest

from lissome.cli import stop_accepting as module
from lissome.cli.stop_accepting import stop_accepting


@pytest.mark.skipif(sys.platform != "linux", reason="epoll is Linux's")
def test_a_process_is_told_of_no_connection_any_more() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener, select.epoll() as waits, select.epoll() as other:
        mine = os.dup(listener.fileno())  # as a worker has it
        waits.register(mine, select.EPOLLIN | select.EPOLLET)
        other.register(listener.fileno(), select.EPOLLIN)
        stop_accepting(mine)
        with socket.create_connection(listener.getsockname()):
            assert other.poll(1) == [(listener.fileno(), select.EPOLLIN)]  # the supervisor's side
            assert waits.poll(0) == []
            os.close(mine)
            assert waits.poll(0) == []


def test_another_socket_in_its_place() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        with socket.socket(fileno=os.dup(listener.fileno())) as mine:
            module._replace(mine.fileno())
            mine.setblocking(False)
            with socket.create_connection(listener.getsockname()), pytest.raises(BlockingIOError):
                mine.accept()
        listener.accept()[0].close()
