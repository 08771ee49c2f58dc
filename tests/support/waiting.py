"""Waiting until something is so: with much patience, because a busy machine is no failure."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

PATIENCE = 60.0
"""Seconds; a test that waits in vain is about to fail."""


def until(
    condition: Callable[[], Any], seconds: float = PATIENCE, *, otherwise: Callable[[], str] = str
) -> None:
    """Ask again and again until something is so; for tests that look at other processes.

    Raises:
        AssertionError: it never was; `otherwise` says more about it.
    """
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"it did not come to be within {seconds:g} s\n{otherwise()}"
        time.sleep(0.05)


async def become(condition: Callable[[], Any], seconds: float = PATIENCE) -> bool:
    """Whether something comes to be so, while the loop goes on."""
    deadline = asyncio.get_running_loop().time() + seconds
    while not (found := condition()) and asyncio.get_running_loop().time() < deadline:  # noqa: ASYNC110
        await asyncio.sleep(0.005)
    return bool(found)
