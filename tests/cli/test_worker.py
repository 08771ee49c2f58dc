"""The app in a worker that is about to stop."""

from __future__ import annotations

import os
import signal
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any

import pytest

from lissome.cli import worker
from lissome.cli.worker import DrainingApp, WorkerStart
from lissome.cli.worker_board import BoardEntry

Message = MutableMapping[str, Any]


async def _answer(_scope: Message, _receive: object, send: Callable[[Message], Awaitable[None]]) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"x-own", b"1")]})
    await send({"type": "http.response.body", "body": b"text"})


async def _ask(app: DrainingApp, scope: Message) -> list[Message]:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        raise AssertionError

    await app(scope, receive, send)
    return sent


@pytest.mark.parametrize(
    ("version", "is_draining", "is_closed"), [("1.1", False, False), ("1.1", True, True), ("2", True, False)]
)
async def test_responses_end_their_connection(version: str, is_draining: bool, is_closed: bool) -> None:
    answer: Any = _answer
    app = DrainingApp(answer)
    app.is_draining = is_draining
    start, body = await _ask(app, {"type": "http", "http_version": version})
    assert ((b"connection", b"close") in start["headers"]) == is_closed
    assert (b"x-own", b"1") in start["headers"]
    assert body["body"] == b"text"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_stops_accepting_before_it_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    path = tmp_path / "entry"
    path.write_bytes(bytes(512))
    entry, app = BoardEntry(path), DrainingApp(_answer)  # type: ignore[arg-type]
    stopped: list[int] = []
    monkeypatch.setattr(worker, "stop_accepting", stopped.append)
    start = WorkerStart(tmp_path, path, path, os.getppid(), listener=7, sockets=(), grace=1, drain=0.1)
    seconds = worker._prepare_to_stop(number, start, app, entry)
    is_sigterm = number == signal.SIGTERM
    assert app.is_draining
    assert (stopped == [7], entry.leaves, seconds > 0) == ((is_sigterm,) * 3)
    entry.delete()
