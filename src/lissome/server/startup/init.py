"""The app's `init`: what it opens before the first request, yields for all of them, and closes at the end.

As SvelteKit's `init`, with an end: https://svelte.dev/docs/kit/hooks#Shared-hooks-init
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import Any

from lissome.errors import AppError
from lissome.server.startup.app_state import frozen


async def run_init(init: Callable[[], Any] | None, lifetime: AsyncExitStack) -> Any:
    """Run `init`: a function, an async generator with one `yield`, or an async context manager.

    Args:
        lifetime: what stands behind the `yield` runs when it closes.

    Returns:
        What it yields, as `event.app` gives it to requests; None for nothing.

    Raises:
        AppError: `init` is none of these, or yields something that requests could change.
    """
    if init is None:
        return None
    if inspect.isasyncgenfunction(init):
        generator = init()
        try:
            state = await anext(generator)
        except StopAsyncIteration:
            msg = "init in src/hooks.server.py ended before its `yield`; every way through has one"
            raise AppError(msg) from None
        lifetime.push_async_callback(_finish, generator)
        return frozen(state)
    result = init()
    if hasattr(result, "__aenter__"):
        return frozen(await lifetime.enter_async_context(result))
    if inspect.isawaitable(result):
        result = await result
    elif result is not None:
        msg = "init in src/hooks.server.py must be `async def`, with or without one `yield`"
        raise AppError(msg)
    if result is not None:
        msg = (
            f"init in src/hooks.server.py returns a {type(result).__name__}; what requests get as event.app "
            "is yielded: `yield State(…)`. What stands behind the `yield` runs when the app ends."
        )
        raise AppError(msg)
    return None


async def _finish(generator: Any) -> None:
    try:
        await anext(generator)
    except StopAsyncIteration:
        return
    msg = "init in src/hooks.server.py yields twice; what stands behind its one `yield` runs at the end"
    raise AppError(msg)
