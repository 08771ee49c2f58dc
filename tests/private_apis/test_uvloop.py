"""uvloop keeps objects for reuse as `lissome.private_apis.uvloop` assumes."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from typing import Any

import pytest

from lissome.private_apis.uvloop import make_free_list_objects

KEPT = 250
"""So many handles, and as many timers, uvloop keeps for reuse; it has no setting for that."""
FEW = 20
"""The loop uses some itself."""
CHANGED = "uvloop has changed; adapt lissome.private_apis.uvloop"


@pytest.mark.skipif(sys.platform == "win32", reason="uvloop is not made for it")
@pytest.mark.parametrize(
    "make",
    [lambda loop: loop.call_later(60, print), lambda loop: loop.call_soon(print)],
    ids=["timers", "handles"],
)
def test_kept_objects_can_be_replaced(make: Callable[[asyncio.AbstractEventLoop], Any]) -> None:
    import uvloop

    uvloop.run(_replace(make))


async def _replace(make: Callable[[asyncio.AbstractEventLoop], Any]) -> None:
    kept = await _used(make)
    assert len(await _used(make) & kept) > KEPT - FEW, CHANGED  # they are kept
    loop = asyncio.get_running_loop()
    objects = [make_free_list_objects(loop), make_free_list_objects(loop)]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    while objects:
        objects.pop()
    assert len(await _used(make) & kept) < FEW, CHANGED  # and no list is longer than assumed


async def _used(make: Callable[[asyncio.AbstractEventLoop], Any]) -> set[int]:
    """Return the addresses of as many new objects as are kept."""
    loop = asyncio.get_running_loop()
    ones = [make(loop) for _ in range(KEPT)]
    addresses = {id(one) for one in ones}
    for one in ones:
        one.cancel()
    await asyncio.sleep(0)  # the loop lets go of them
    await asyncio.sleep(0)
    return addresses
