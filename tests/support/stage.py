"""What tests put on the stage of the app `bound`: a resource that notes what happens to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from support.asgi import Answer, Client
from support.waiting import PATIENCE, become


class Log(list[str]):
    @asynccontextmanager
    async def resource(self, name: str = "db") -> AsyncIterator[str]:
        self.append(f"open {name}")
        try:
            yield name
        except BaseException as failure:
            self.append(f"{name} saw {type(failure).__name__}")
            raise
        finally:
            self.append(f"close {name}")


async def later(value: Any, seconds: float = 0.02) -> Any:
    await asyncio.sleep(seconds)
    if isinstance(value, Exception):
        raise value
    return value


async def endless(log: Log, name: str) -> None:
    async with log.resource(name):
        await asyncio.sleep(100)


async def abandon(client: Client, target: str, *, when: Callable[[], Any], **options: Any) -> Answer:
    """A client that leaves as soon as something is so."""
    request = client.start(target, **options)
    assert await become(when)
    request.hang_up()
    await asyncio.wait_for(request.task, PATIENCE)
    return request.answer
