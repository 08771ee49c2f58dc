"""Clients that open connection after connection, and note how each one ends."""

from __future__ import annotations

import socket
import threading
import time
from collections import Counter
from dataclasses import dataclass, field

from support.waiting import PATIENCE

REQUEST = b"GET %s HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n"


@dataclass
class Newcomers:
    """Some threads that open connections one after the other until they are stopped.

    Attributes:
        port: of 127.0.0.1.
        path: what they ask for.
        hesitation: seconds between the connection and the request, in every other connection.
        outcomes: ``"200"``, or what went wrong; counted.
    """

    port: int
    path: str = "/_app/version.json"
    hesitation: float = 0.02
    outcomes: Counter[str] = field(default_factory=Counter)
    _is_over: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self, threads: int, pause: float = 0.005) -> Newcomers:
        """Begin; `pause` is the time between two connections of a thread."""
        self._threads = [threading.Thread(target=self._go_on, args=(pause,)) for _ in range(threads)]
        for thread in self._threads:
            thread.start()
        return self

    def stop(self) -> Counter[str]:
        """End when the connections that are open have their answers, and return the outcomes."""
        self._is_over.set()
        for thread in self._threads:
            thread.join()
        return self.outcomes

    @property
    def failures(self) -> dict[str, int]:
        """The outcomes that are no answer."""
        return {outcome: count for outcome, count in self.outcomes.items() if outcome != "200"}

    def _go_on(self, pause: float) -> None:
        number = 0
        while not self._is_over.is_set():
            number += 1
            self.outcomes[visit(self.port, self.path, self.hesitation * (number % 2))] += 1
            time.sleep(pause)


def visit(port: int, path: str, hesitation: float = 0.0) -> str:
    """Open a connection, ask for something, and return the status or what went wrong."""
    step = "connect"
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
            time.sleep(hesitation)
            step = "send"
            connection.sendall(REQUEST % path.encode())
            step = "receive"
            answer = b"".join(iter(lambda: connection.recv(65536), b""))
    except OSError as failure:
        return f"{step}: {type(failure).__name__}"
    return answer.split(b" ", 2)[1].decode() if answer else "closed"
