"""A client that costs little: one request for each connection, over plain sockets."""

import asyncio
import time
from dataclasses import dataclass

_HEAD = 1 << 20


@dataclass(frozen=True, slots=True)
class Answer:
    """The outcome of a request.

    Attributes:
        path: what was asked for.
        at: seconds on the monotonic clock at which it was sent.
        seconds: from then until its last byte, or until it failed.
        status: None if there was no whole answer.
        failure: empty, or `refused`, `reset`, `cut` (the answer ended early) or `timeout`.
    """

    path: str
    at: float
    seconds: float
    status: int | None
    failure: str = ""

    @property
    def outcome(self) -> str:
        """The status, or the failure."""
        return self.failure or str(self.status)


async def get(port: int, path: str, *, seconds: float, cookie: str = "") -> Answer:
    """Ask for a path, and wait at most `seconds` for the whole answer."""
    at = time.monotonic()
    status, failure = None, ""
    try:
        async with asyncio.timeout(seconds):
            status = await _exchange(port, path, cookie)
    except TimeoutError:
        failure = "timeout"
    except ConnectionRefusedError:
        failure = "refused"
    except (OSError, EOFError):
        failure = "reset"
    except ValueError:
        failure = "cut"
    return Answer(path, at, time.monotonic() - at, None if failure else status, failure)


async def _exchange(port: int, path: str, cookie: str) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=_HEAD)
    try:
        more = f"Cookie: {cookie}\r\n" if cookie else ""
        writer.write(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: text/html\r\n{more}"
            "Connection: close\r\n\r\n".encode()
        )
        head = await reader.readuntil(b"\r\n\r\n")
        await _read_body(reader, head.lower())
        return int(head.split(b" ", 2)[1])
    finally:
        writer.transport.abort()


async def _read_body(reader: asyncio.StreamReader, head: bytes) -> None:
    """Read what follows.

    Raises:
        ValueError: it ends before its end.
    """
    _, found, rest = head.partition(b"content-length:")
    length = int(rest.split(b"\r\n", 1)[0]) if found else None
    last, seen = b"", 0
    while (length is None or seen < length) and (part := await reader.read(1 << 16)):
        last, seen = (last + part)[-5:], seen + len(part)
    is_whole = seen == length if length is not None else b"chunked" not in head or last.endswith(b"0\r\n\r\n")
    if not is_whole:
        raise ValueError("the answer was cut")
