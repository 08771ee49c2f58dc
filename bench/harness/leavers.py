"""Clients that ask for a stream and leave before it ends, each in its own way."""

import asyncio
import contextlib
import socket
import struct
from dataclasses import dataclass
from random import Random
from typing import Literal

When = Literal["in the request", "at once", "in the first bytes", "in the stream"]
How = Literal["close", "reset", "half close"]

TARGETS = ("/streams", "/streams/__data.json?x-sveltekit-invalidated=01", "/streams/events")
_WHEN: tuple[When, ...] = (
    "in the request",
    "at once",
    *("in the first bytes",) * 6,
    *("in the stream",) * 12,
)
_HOW: tuple[How, ...] = ("close", "reset", "half close")
SPREAD = 3.0
"""Seconds over which those who have waited for all others leave."""
LAST = 20.0
"""Seconds that a server gets to close a connection whose other half is closed."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What one client does.

    Attributes:
        size: bytes to read before it stops reading, if it leaves in the first bytes.
        pause: seconds to stay when all may leave.
    """

    target: str
    when: When
    how: How
    size: int
    pause: float


def plans(seed: int, count: int) -> list[Plan]:
    """The same plans for the same seed."""
    random = Random(seed)  # noqa: S311 - repeatable chance is the point
    return [
        Plan(
            random.choice(TARGETS),
            random.choice(_WHEN),
            random.choice(_HOW),
            random.randint(1, 6000),
            random.random() * SPREAD,
        )
        for _ in range(count)
    ]


class Leaver:
    """One client.

    Args:
        leave: set when all clients that could come have come.

    Attributes:
        arrived: done when it has got as far as its plan says, or has failed.
        outcome: how it went: the plan's `when`, or what was wrong.
    """

    def __init__(self, plan: Plan, leave: asyncio.Event) -> None:
        self._plan = plan
        self._leave = leave
        self.arrived: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.outcome: str = plan.when

    async def run(self, port: int) -> None:
        """Come, stay, leave."""
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError as failure:
            self.outcome = f"no connection: {failure.strerror}"
            self.arrived.set_result(None)
            return
        try:
            await self._stay(reader, writer)
        except OSError as failure:
            self.outcome = f"broken: {failure.strerror}"
        finally:
            writer.transport.abort()
            if not self.arrived.done():
                self.arrived.set_result(None)

    async def _stay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        plan = self._plan
        wire = f"GET {plan.target} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
        writer.write(wire[:40] if plan.when == "in the request" else wire)
        if plan.when == "at once":
            await asyncio.sleep(plan.pause / 100)
        else:
            await self._until_all_may_leave(reader)
        await self._go(reader, writer)

    async def _until_all_may_leave(self, reader: asyncio.StreamReader) -> None:
        plan = self._plan
        if plan.when != "in the request" and not await reader.read(1):
            self.outcome = "closed by the server"
            return
        if plan.when == "in the first bytes":
            with contextlib.suppress(asyncio.IncompleteReadError, TimeoutError):
                await asyncio.wait_for(reader.readexactly(plan.size), 5)
        self.arrived.set_result(None)
        reading = asyncio.ensure_future(_drain(reader)) if plan.when == "in the stream" else None
        await self._leave.wait()
        await asyncio.sleep(plan.pause)
        if reading is not None:
            reading.cancel()
            await asyncio.wait((reading,))

    async def _go(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        match self._plan.how:
            case "close":
                writer.close()
            case "reset":
                linger = struct.pack("ii", 1, 0)  # on, for no time: what is not sent is thrown away
                writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            case "half close":
                writer.write_eof()
                try:
                    await asyncio.wait_for(_drain(reader), LAST)
                except TimeoutError:
                    self.outcome = "half closed, and still open"


async def _drain(reader: asyncio.StreamReader) -> None:
    while await reader.read(1 << 16):
        pass
