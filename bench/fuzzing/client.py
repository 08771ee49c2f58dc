"""A client that keeps connections open, sends several requests at once, and believes nothing it reads."""

import asyncio
import contextlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

from fuzzing.message import Header, Message

SECONDS = 60.0
"""In which every answer, or the end of the connection, has to come."""
_PATIENCE = 0.4
"""Seconds to wait for an answer before we hang up on a request that may have no end."""
_LARGEST = 1 << 22

_STATUS = re.compile(rb"HTTP/1\.[01] ([1-9][0-9]{2}) [^\r\n\x00]*")
_FIELD = re.compile(rb"([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*([^\r\n\x00]*?)[ \t]*")


class Malformed(Exception):
    """The server has sent what is no HTTP."""


class Closed(Exception):
    """The connection ended before the answer did."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A response; names of headers in lower case."""

    status: int
    headers: tuple[Header, ...]
    body: bytes

    def header(self, name: bytes) -> bytes:
        """The first header of that name, or ``b""``."""
        return next((value for key, value in self.headers if key == name), b"")


@dataclass(slots=True)
class Outcome:
    """What became of a request: any number of answers, and what was wrong with the way they came."""

    message: Message
    answers: list[Answer] = field(default_factory=list)
    problem: str | None = None


class Connection:
    """An open connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    @classmethod
    async def open(cls, port: int) -> Self:
        return cls(*await asyncio.open_connection("127.0.0.1", port, limit=_LARGEST))

    def send(self, wire: bytes) -> None:
        """Without waiting: a server that has read enough need not take the rest."""
        self._writer.write(wire)

    async def answer(self, method: bytes) -> Answer:
        """Read the next response.

        Raises:
            Closed: there was none, or only a part.
            Malformed: it breaks the rules of RFC 9112.
            TimeoutError: it did not come in time.
        """
        async with asyncio.timeout(SECONDS):
            try:
                return await self._answer(method)
            except (asyncio.IncompleteReadError, OSError) as failure:
                raise Closed from failure
            except asyncio.LimitOverrunError as failure:
                raise Malformed("headers of more than 4 MB") from failure

    async def _answer(self, method: bytes) -> Answer:
        while True:
            head = await self._reader.readuntil(b"\r\n\r\n")
            status, headers = _parse(head)
            if status >= 200:
                return Answer(status, headers, await self._body(method, status, dict(headers)))

    async def _body(self, method: bytes, status: int, headers: dict[bytes, bytes]) -> bytes:
        if method == b"HEAD" or status in (204, 304):
            return b""
        if headers.get(b"transfer-encoding") == b"chunked":
            return await self._chunks()
        length = headers.get(b"content-length")
        if length is None:
            return await self._reader.read(-1)
        if not length.isdigit():
            raise Malformed(f"content-length: {length!r}")
        return await self._reader.readexactly(int(length))

    async def _chunks(self) -> bytes:
        body = bytearray()
        while True:
            line = await self._reader.readuntil(b"\r\n")
            size = int(line, 16)
            body += await self._reader.readexactly(size)
            if await self._reader.readexactly(2) != b"\r\n":
                raise Malformed("a chunk without its end")
            if size == 0:
                return bytes(body)

    def hang_up(self) -> None:
        """Say that we send nothing more."""
        with contextlib.suppress(OSError, RuntimeError):  # uvloop's way to say that it is closed already
            self._writer.write_eof()

    def close(self) -> None:
        """End it at once."""
        self._writer.transport.abort()


def _parse(head: bytes) -> tuple[int, tuple[Header, ...]]:
    line, *fields = head[:-4].split(b"\r\n")
    start = _STATUS.fullmatch(line)
    found = [_FIELD.fullmatch(text) for text in fields]
    if start is None or None in found:
        raise Malformed(f"a malformed response: {head[:300]!r}")
    return int(start[1]), tuple((match[1].lower(), match[2]) for match in found if match is not None)


async def send_alone(port: int, message: Message) -> Outcome:
    """Send it on a connection of its own; read whatever comes until the server closes it.

    The connection may end without an answer. It may not stay open.
    """
    outcome = Outcome(message)
    connection = await Connection.open(port)
    try:
        connection.send(message.wire())
        first = asyncio.ensure_future(connection.answer(message.method))
        await asyncio.wait({first}, timeout=_PATIENCE)
        connection.hang_up()
        outcome.answers.append(await first)
        while len(outcome.answers) < 50:
            outcome.answers.append(await connection.answer(b"GET"))
    except Closed:
        pass
    except TimeoutError:
        outcome.problem = f"the connection was still open after {SECONDS:g} s"
    except Malformed as failure:
        outcome.problem = str(failure)
    finally:
        connection.close()
    return outcome


class Pipeline:
    """A connection that is used again and again, for requests that must not harm it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._connection: Connection | None = None

    async def send(self, batch: Sequence[Message]) -> list[Outcome]:
        """Send all at once, and read as many answers.

        After an answer that ends the connection the rest is sent again, over a new one.
        """
        outcomes: list[Outcome] = []
        fresh = self._connection is None
        while len(outcomes) < len(batch):
            left = batch[len(outcomes) :]
            done = await self._attempt(left)
            if not done and not fresh:
                fresh = True  # an idle connection may have been closed before we wrote: once more
                continue
            outcomes += done or [Outcome(left[0], problem="the connection was closed without an answer")]
            fresh = self._connection is None
        return outcomes

    async def _attempt(self, batch: Sequence[Message]) -> list[Outcome]:
        connection = self._connection = self._connection or await Connection.open(self._port)
        connection.send(b"".join(message.wire() for message in batch))
        outcomes: list[Outcome] = []
        for message in batch:
            try:
                answer = await connection.answer(message.method)
            except Closed:
                self.close()
                return outcomes
            except (TimeoutError, Malformed) as failure:
                self.close()
                said = str(failure) or f"no answer within {SECONDS:g} s"
                return [*outcomes, Outcome(message, problem=said)]
            outcomes.append(Outcome(message, [answer]))
            if answer.header(b"connection").lower() == b"close":
                self.close()
                return outcomes
        return outcomes

    def close(self) -> None:
        """End the connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
