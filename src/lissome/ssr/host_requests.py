"""What one page asks of the outside, each thing once.

A page may be rendered more than once: in another kind of isolate, because the first one refused something; in
a new one, because another page broke the first; or with what `handle_error` said. What it asked for the first
time must not happen again, or an order is placed twice. So requests are kept, answered or still under way, as
long as the page is worked on, and a later attempt gets the same answers.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any, Final

import orjson

# Carries out a host request (a fetch, an error hook) and returns a JSON-able answer.
Host = Callable[[dict[str, Any]], Awaitable[Any]]

# What may be another one the next time: in headers and bodies stand times and random numbers.
_VARIABLE: Final = frozenset(("id", "headers", "body", "body_b64", "error"))


class HostRequests:
    """The requests of one page.

    Args:
        host: carries them out.
    """

    __slots__ = ("_counts", "_host", "_kept", "_timers")

    def __init__(self, host: Host) -> None:
        self._host = host
        self._kept: dict[tuple[bytes, int], asyncio.Task[bytes]] = {}
        self._counts: Counter[bytes] = Counter()
        self._timers: list[asyncio.Task[bytes]] = []

    def begin(self) -> None:
        """An attempt begins: the first request to some address is now the first one of before."""
        self._counts.clear()
        self._end_timers()

    def ask(self, request: dict[str, Any]) -> asyncio.Future[bytes]:
        """Begin to carry a request out, or go on with what a former attempt began.

        Returns:
            the answer for V8, without the request's id: JSON members. Never fails.
        """
        if request["kind"] == "timer":
            timer = asyncio.create_task(_sleep(request["ms"] / 1000))
            self._timers.append(timer)
            return timer
        what = _identity(request)
        self._counts[what] += 1
        name = what, self._counts[what]
        if name not in self._kept:
            self._kept[name] = asyncio.create_task(self._carry_out(request))
        return self._kept[name]

    def close(self) -> None:
        """Nobody waits for answers any more."""
        self._end_timers()
        for task in self._kept.values():
            task.cancel()
        self._kept.clear()

    def _end_timers(self) -> None:
        for timer in self._timers:
            timer.cancel()
        self._timers.clear()

    async def _carry_out(self, request: dict[str, Any]) -> bytes:
        try:
            return b'"value":' + orjson.dumps(await self._host(request))
        except Exception as failure:  # noqa: BLE001 - the load that asked gets it as a rejected promise
            error = {"name": type(failure).__name__, "message": str(failure)}
            return b'"error":' + orjson.dumps(error)


def _identity(request: dict[str, Any]) -> bytes:
    lasting = {name: value for name, value in request.items() if name not in _VARIABLE}
    return orjson.dumps(lasting, option=orjson.OPT_SORT_KEYS)


async def _sleep(seconds: float) -> bytes:
    await asyncio.sleep(seconds)
    return b'"value":null'
