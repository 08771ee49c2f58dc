"""The lifespans that applications have, and those that they have not."""

from __future__ import annotations

from typing import Any

import pytest

from lissome.errors import AppError
from lissome.server.asgi_lifespan import lifespan_of


def application(*answers: str, failure: Exception | None = None, state: str = "") -> Any:
    """An application that answers the phases of its lifespan one after the other, then fails."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        assert scope["type"] == "lifespan"
        if state:
            scope["state"]["made"] = state
        for answer in answers:
            await receive()
            await send({"type": f"lifespan.{answer}", "message": "the message"})
        if failure is not None:
            raise failure

    return app


async def test_both_phases() -> None:
    app = application("startup.complete", "shutdown.complete", state="here")
    async with lifespan_of(app, "it") as state:
        assert state == {"made": "here"}


@pytest.mark.parametrize("failure", [None, ValueError("what is a lifespan?")], ids=["ends", "fails"])
async def test_no_lifespan(failure: Exception | None) -> None:
    async with lifespan_of(application(failure=failure), "it") as state:
        assert state == {}


async def test_no_shutdown() -> None:
    async with lifespan_of(application("startup.complete"), "it"):
        pass


async def test_failed_startup() -> None:
    app = application("startup.failed", failure=OSError("no database"))
    with pytest.raises(AppError, match=r"^it does not start: OSError: no database$") as failure:
        async with lifespan_of(app, "it"):
            pass
    assert isinstance(failure.value.__cause__, OSError)


async def test_failed_startup_without_exception() -> None:
    with pytest.raises(AppError, match=r"^it does not start: the message$"):
        async with lifespan_of(application("startup.failed"), "it"):
            pass


async def test_failed_shutdown() -> None:
    with pytest.raises(AppError, match=r"^it has failed to shut down: the message$"):
        async with lifespan_of(application("startup.complete", "shutdown.failed"), "it"):
            pass
