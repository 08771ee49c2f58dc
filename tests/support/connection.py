"""A connection as an ASGI server presents it, played by a test."""

from __future__ import annotations

import asyncio
from collections.abc import MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
PART: Message = {"type": "http.request", "body": b"part", "more_body": True}
END: Message = {"type": "http.request", "body": b"", "more_body": False}
DISCONNECT: Message = {"type": "http.disconnect"}


class Connection:
    """A server's `receive`: what it was given, then it waits."""

    def __init__(self, *messages: Message) -> None:
        self.queue: asyncio.Queue[Message | Exception] = asyncio.Queue()
        self.reads = 0
        for message in messages:
            self.queue.put_nowait(message)

    async def __call__(self) -> Message:
        self.reads += 1
        message = await self.queue.get()
        if isinstance(message, Exception):
            raise message
        return message


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)
