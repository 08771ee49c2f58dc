"""One HTTP/1.1 request over a socket of its own, written byte for byte, and its whole answer."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from http.client import HTTPResponse

HOST = "conformance.test"
"""The Host of every request, so that both servers see the same origin: http://conformance.test."""

TIMEOUT_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it goes onto the wire.

    Attributes:
        target: the request target; written as it is, so it can be malformed. ``{built:pattern}`` stands for
            the first of the build's files for browsers that match.
        headers: in their order. A value ``{etag}`` stands for the etag of the exchange's previous answer.
        body: None sends neither a body nor a Content-Length.
    """

    method: str
    target: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None

    def encode(self, etag: str) -> bytes:
        """The bytes; Connection: close, so that the end of the answer is certain."""
        usual = {"Host": HOST, "X-Forwarded-Proto": "http", "Connection": "close"}
        for name, _ in self.headers:
            usual.pop(name, None)
        fields = [*usual.items(), *self.headers]
        if self.body is not None:
            fields.append(("Content-Length", str(len(self.body))))
        lines = [f"{self.method} {self.target} HTTP/1.1"]
        lines += [f"{name}: {value.replace('{etag}', etag)}" for name, value in fields]
        return "\r\n".join([*lines, "", ""]).encode("latin-1") + (self.body or b"")


@dataclass(frozen=True, slots=True)
class Answer:
    """A response.

    Attributes:
        headers: names in lower case, in the order of the wire.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        """The first header of that name, or ``""``."""
        return next((value for key, value in self.headers if key == name), "")


def send(port: int, request: Request, etag: str = "") -> Answer:
    """Send a request to a server on this machine.

    Raises:
        OSError, http.client.HTTPException: there was no answer, or one that is not HTTP.
    """
    with socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT_SECONDS) as connection:
        connection.sendall(request.encode(etag))
        response = HTTPResponse(connection, method=request.method)
        response.begin()
        body = response.read()
        headers = tuple((name.lower(), value) for name, value in response.headers.items())
        return Answer(response.status, headers, body)
