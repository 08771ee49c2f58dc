"""An app of FastAPI as people have them: lifespan, dependency, session, OpenAPI, WebSocket, stream."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, TypedDict

from fastapi import BackgroundTasks, Depends, FastAPI, Request, WebSocket
from fastapi.responses import StreamingResponse
from pydantic import BaseModel
from starlette.middleware.sessions import SessionMiddleware

SECRET = "only for tests, and long enough"
calls: list[str] = []


class State(TypedDict):
    pool: str


@asynccontextmanager
async def lifespan(_app: FastAPI) -> AsyncIterator[State]:
    calls.append("start")
    yield {"pool": "a pool"}
    calls.append("end")


class Note(BaseModel):
    text: str


def pool(request: Request) -> str:
    return str(request.state.pool)


app = FastAPI(lifespan=lifespan)
app.add_middleware(SessionMiddleware, secret_key=SECRET)


@app.get("/notes")
async def notes(pool: Annotated[str, Depends(pool)], request: Request) -> dict[str, object]:
    client = request.client.host if request.client else None
    return {"pool": pool, "url": str(request.url), "client": client, "user": request.session.get("user")}


@app.post("/notes", status_code=201)
async def add(note: Note, tasks: BackgroundTasks) -> Note:
    tasks.add_task(calls.append, note.text)
    return note


@app.post("/sign-in")
async def sign_in(request: Request) -> dict[str, str]:
    request.session["user"] = "ann"
    return {}


@app.post("/upload")
async def upload(request: Request) -> int:
    return len(await request.body())


@app.get("/stream")
async def stream() -> StreamingResponse:
    async def parts() -> AsyncIterator[bytes]:
        for part in (b"one ", b"two"):
            yield part
            await asyncio.sleep(0)

    return StreamingResponse(parts(), media_type="text/plain")


@app.get("/broken")
async def broken() -> None:
    raise RuntimeError("out of ink")


@app.websocket("/echo")
async def echo(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text(f"{socket.url.path}: {await socket.receive_text()}")
    await socket.close()
