"""Hooks that cannot be called are refused at start."""

from __future__ import annotations

from types import ModuleType, SimpleNamespace
from typing import Any, cast

import pytest

from lissome import sequence
from lissome.errors import AppError
from lissome.server.startup.hooks import Hooks, hooks_from_module


def module(**hooks: Any) -> ModuleType:
    return cast("ModuleType", SimpleNamespace(**hooks))


async def kwargs(*, error: object, event: object, status: int, message: str, kind: str) -> None: ...
async def one(event: object) -> None: ...
async def positional(event: object, request: object, fetch: object) -> None: ...
async def destructured(input_: object) -> None: ...


@pytest.mark.parametrize(
    ("hook", "message"),
    [
        (
            {"handle_error": kwargs},
            r"handle_error\(\*, error.*\) cannot be called; write async def handle_error\(caught",
        ),
        ({"handle": one}, r"handle\(event.*\) cannot be called; write async def handle\(event, resolve\)"),
        ({"handle_fetch": destructured}, r"write async def handle_fetch\(\*, event, request, fetch\)"),
        ({"reroute": lambda: "/"}, r"write def reroute\(url\)"),
        ({"handle": [one, one]}, r"src/hooks\.server\.py: handle is a list; it must be a function"),
    ],
)
def test_a_hook_that_cannot_be_called(hook: dict[str, Any], message: str) -> None:
    with pytest.raises(AppError, match=message):
        hooks_from_module(module(**hook))


def test_hooks_that_can() -> None:
    async def handle(event: Any, resolve: Any) -> Any:
        return await resolve(event)

    class Reporter:
        def __call__(self, caught: object) -> None: ...

    found = hooks_from_module(
        module(
            handle=sequence(handle),
            handle_error=Reporter(),
            handle_fetch=positional,
            reroute=str,  # a builtin, without a signature in some versions
        )
    )
    assert None not in (found.handle, found.handle_error, found.handle_fetch, found.reroute)
    assert hooks_from_module(None) == Hooks()
