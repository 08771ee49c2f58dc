"""Requests whose end, or whose very form, is in doubt. Each gets a connection of its own.

RFC 9112 sections 2.2, 5, 6 and 11 say what a server must refuse; it may close the connection without a word.
"""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from fuzzing import words
from fuzzing.message import Message

_LENGTHS = (
    b"0",
    b"1",
    b"-1",
    b"+5",
    b"5 ",
    b"0x5",
    b"5, 5",
    b"5, 6",
    b"99999999999999999999",
    b"",
    b"a",
    b"\xb2",
    b"1e3",
)
_SIZES = (
    b"ffffffffffffffff",
    b"-1",
    b"0x5",
    b"g",
    b"",
    b" 5",
    b"5 ",
    b"5;x=y",
    b"5;" + b"x" * 20_000,
    b"0" * 500 + b"5",
    b"\xff",
)
_CODINGS = (
    b"chunked",
    b"Chunked",
    b"chunked, chunked",
    b"gzip, chunked",
    b"chunked, identity",
    b"\x0bchunked",
    b"xchunked",
    b"",
)
_SECOND = b"GET /health HTTP/1.1\r\nHost: workspace.example\r\n\r\n"


def _head(message: Message, *fields: bytes) -> bytes:
    """The request line and headers, with `fields` in the place of any length."""
    lines = [b"%b %b HTTP/1.1" % (message.method, message.target)]
    lines += [b"%b: %b" % field for field in message.headers]
    if message.header(b"host") is None:
        lines.append(b"Host: workspace.example")
    return b"\r\n".join([*lines, *fields, b"", b""])


def length(random: Random, message: Message) -> bytes:
    """A content-length that does not fit."""
    body = message.body or b"a=b"
    near = str(max(0, len(body) + random.choice((-2, -1, 1, 2, 1000)))).encode()
    said = random.choice((near, near, random.choice(_LENGTHS)))
    return _head(message, b"Content-Length: " + said) + body


def two_lengths(random: Random, message: Message) -> bytes:
    body = message.body or b"a=b"
    right = b"Content-Length: %d" % len(body)
    return _head(message, right, b"Content-Length: " + random.choice((b"%d" % len(body), *_LENGTHS))) + body


def length_and_chunks(random: Random, message: Message) -> bytes:
    """Request smuggling: two ways to say where the body ends."""
    fields = [b"Content-Length: 4", b"Transfer-Encoding: " + random.choice(_CODINGS)]
    random.shuffle(fields)
    return _head(message, *fields) + b"0\r\n\r\n" + _SECOND


def chunks(random: Random, message: Message) -> bytes:
    """The body in chunks, most of them right."""
    body, parts = message.body or b"a=b", []
    while body:
        size = random.randint(1, max(1, len(body)))
        piece, body = body[:size], body[size:]
        written = b"%x" % len(piece) if random.random() < 0.8 else random.choice(_SIZES)
        parts.append(
            written + b"\r\n" + piece + random.choice((b"\r\n", b"\r\n", b"\r\n", b"\n", b"", b"\r\n\r\n"))
        )
    end = random.choice(
        (
            b"0\r\n\r\n",
            b"0\r\n\r\n",
            b"0\r\nX-Trailer: 1\r\n\r\n",
            b"0\r\nContent-Length: 3\r\n\r\n",
            b"0\r\n",
            b"",
        )
    )
    return (
        _head(message, b"Transfer-Encoding: " + random.choice((b"chunked", *_CODINGS)))
        + b"".join(parts)
        + end
    )


def version(random: Random, message: Message) -> bytes:
    said = random.choice(
        (
            b"HTTP/1.0",
            b"HTTP/0.9",
            b"HTTP/1.2",
            b"HTTP/2.0",
            b"HTTP/9.9",
            b"http/1.1",
            b"HTTP/1.1 ",
            b"",
            b"HTP/1.1",
        )
    )
    return message.wire().replace(b"HTTP/1.1", said, 1)


def separators(random: Random, message: Message) -> bytes:
    """Other line ends, other spaces."""
    wire, other = (
        message.wire(),
        random.choice((b"\n", b"\r", b"\r\r\n", b"\r\n ", b"\r\n\t", b"\x00\r\n", b"\n\n")),
    )
    head, _, body = wire.partition(b"\r\n\r\n")
    bent = random.choice(
        (
            head.replace(b"\r\n", other),
            head.replace(b"\r\n", other, 1),
            head.replace(b": ", random.choice((b":", b" : ", b"\t:\t", b" ", b"=", b":\x0b")), 2),
            head.replace(b" ", random.choice((b"  ", b"\t", b"\x0b", b"\xa0")), 2),
            b"\r\n" * random.randint(1, 40) + head,
        )
    )
    return bent + b"\r\n\r\n" + body


def cut(random: Random, message: Message) -> bytes:
    """The client goes silent and hangs up somewhere in the middle."""
    wire = message.wire()
    return wire[: random.randint(0, len(wire))]


def flip(random: Random, message: Message) -> bytes:
    wire = bytearray(message.wire())
    for _ in range(random.choice((1, 1, 2, 5, 40))):
        wire[random.randrange(len(wire))] = random.randrange(256)
    return bytes(wire)


def garbage(random: Random, _message: Message) -> bytes:
    """No request at all."""
    noise = bytes(random.randrange(256) for _ in range(random.choice((1, 20, 500))))
    hello = b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + noise
    preface = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
    frames = preface + b"\x00\x00\x00\x04\x00\x00\x00\x00\x00" + noise
    return random.choice(
        (noise, hello, preface, frames, b"\r\n", b" ", b"GET", b"\x00" * 100, b"A" * 500_000)
    )


def odd_line(random: Random, message: Message) -> bytes:
    """A line that is no header."""
    head, _, body = message.wire().partition(b"\r\n\r\n")
    line = random.choice(
        (b"x", b":", b": x", b"\xff\xff", b"a b: c", b"X:\x00", b"GET / HTTP/1.1", b" folded", *words.CONTROL)
    )
    return head + b"\r\n" + line + b"\r\n\r\n" + body


def upgrade(random: Random, message: Message) -> bytes:
    """Another protocol on this connection, please."""
    wanted = random.choice((b"websocket", b"h2c", b"TLS/1.0", b"websocket, h2c", b"\xff"))
    more = random.choice(
        (
            b"Sec-WebSocket-Key: x",
            b"Sec-WebSocket-Version: 13",
            b"HTTP2-Settings: AAMAAABk",
            b"HTTP2-Settings: \xff",
        )
    )
    return _head(message, b"Connection: Upgrade, HTTP2-Settings", b"Upgrade: " + wanted, more) + (
        message.body or b""
    )


def expect(random: Random, message: Message) -> bytes:
    """A body that waits for permission, or does not."""
    body = message.body or b"a=b"
    head = _head(
        message,
        b"Expect: " + random.choice((b"100-continue", b"100-Continue", b"x")),
        b"Content-Length: %d" % len(body),
    )
    return head + random.choice((body, b""))


_MUTATIONS: tuple[Callable[[Random, Message], bytes], ...] = (
    *(
        length,
        length,
        two_lengths,
        length_and_chunks,
        chunks,
        chunks,
        chunks,
        version,
        separators,
        separators,
    ),
    *(cut, cut, flip, flip, garbage, odd_line, upgrade, expect),
)


def break_framing(random: Random, message: Message) -> Message:
    """The message, sent in some way that is wrong, or unusual."""
    mutate = random.choice(_MUTATIONS)
    return replace(message, raw=mutate(random, message), story=(*message.story, f"framing.{mutate.__name__}"))
