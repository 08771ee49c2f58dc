"""A request, as bytes: valid ones to begin with, and what mutations make of them."""

import re
from dataclasses import dataclass, replace
from typing import Self

HOST = b"workspace.example"
ORIGIN = b"http://workspace.example"

Header = tuple[bytes, bytes]

LARGEST_HEAD = 32_768
"""Bytes that any server reads before it says no, or hangs up without a word."""
LARGEST_BODY = 512 << 10
"""Bytes: the demo's limit. A server may close the connection on a larger one (RFC 9110 section 15.5.14), and
whoever is still sending then may lose the answer."""

_TOKEN = re.compile(rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
# RFC 3986 is ASCII. granian closes the connection on other bytes, where an answer before may be lost.
_TARGET = re.compile(rb"[!-~]+")
_VALUE = re.compile(rb"[\t -~\x80-\xff]*")
# Who says one of these may change where the answer ends, or the connection: it gets a connection of its own.
_FRAMING = frozenset({b"content-length", b"transfer-encoding", b"connection", b"upgrade", b"expect"})


@dataclass(frozen=True, slots=True)
class Expected:
    """The only right answer.

    Attributes:
        content: what its JSON says; None for anything.
    """

    status: int
    content: object = None


@dataclass(frozen=True, slots=True)
class Message:
    """One request.

    Attributes:
        method: of the request line.
        target: of the request line; not decoded, so it may be malformed.
        headers: without Host and Content-Length, which `wire` adds; these come after them.
        body: None sends none, and no Content-Length.
        story: where it comes from and what was done to it, for people.
        raw: everything as it is sent, instead of all the above: its framing is broken, or meant to look so.
        expected: the answer, if only one is right.
    """

    method: bytes
    target: bytes
    headers: tuple[Header, ...] = ()
    body: bytes | None = None
    story: tuple[str, ...] = ()
    raw: bytes | None = None
    expected: Expected | None = None

    def wire(self) -> bytes:
        """What goes through the socket."""
        if self.raw is not None:
            return self.raw
        fields = [*self.headers]
        if self.header(b"host") is None:
            fields.insert(0, (b"Host", HOST))
        if self.body is not None and self.header(b"content-length") is None:
            fields.append((b"Content-Length", str(len(self.body)).encode()))
        lines = [b"%b %b HTTP/1.1" % (self.method, self.target), *(b"%b: %b" % field for field in fields)]
        return b"\r\n".join([*lines, b"", self.body or b""])

    def header(self, name: bytes) -> bytes | None:
        """The first header of that name, in whatever case."""
        return next((value for key, value in self.headers if key.lower() == name), None)

    def with_header(self, name: bytes, value: bytes) -> Self:
        """A copy with this header, and no other of its name."""
        kept = tuple(header for header in self.headers if header[0].lower() != name.lower())
        return replace(self, headers=(*kept, (name, value)))

    @property
    def keeps_the_connection(self) -> bool:
        """Whether any HTTP server must see where it ends, and read on: such requests may be pipelined."""
        return (
            self.raw is None
            and len(self.target) + sum(len(name) + len(value) for name, value in self.headers) < LARGEST_HEAD
            and len(self.body or b"") <= LARGEST_BODY
            and self.method != b"CONNECT"
            and _TOKEN.fullmatch(self.method) is not None
            and _TARGET.fullmatch(self.target) is not None
            and all(_is_plain(header) for header in self.headers)
            and sum(name.lower() == b"host" for name, _ in self.headers) < 2
        )


def _is_plain(header: Header) -> bool:
    name, value = header
    return (
        name.lower() not in _FRAMING
        and _TOKEN.fullmatch(name) is not None
        and _VALUE.fullmatch(value) is not None
    )
