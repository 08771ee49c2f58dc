"""An app of Litestar: lifespan, state, path parameter."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from litestar import Litestar, Request, get
from litestar.datastructures import State
from litestar.params import FromPath

calls: list[str] = []


@asynccontextmanager
async def lifespan(app: Litestar) -> AsyncIterator[None]:
    calls.append("start")
    app.state.pool = "a pool"
    yield
    calls.append("end")


@get("/")
async def index() -> str:
    return "the index"


@get("/notes/{number:int}")
async def note(
    request: Request[object, object, State], number: FromPath[int], state: State
) -> dict[str, object]:
    return {"number": number, "pool": state.pool, "url": str(request.url), "cookies": request.cookies}


# without its configuration of logging, which is that of the whole process
app = Litestar([index, note], lifespan=[lifespan], logging_config=None)
