"""The app `options` in dev: its environment, routes that the server finds, and without the optional parts."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import httpx
import pytest

from dev.conftest import LEFT
from support import http
from support.waiting import PATIENCE, until

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Serve
    from support.apps import Apps
    from support.server import Server


@pytest.fixture(scope="module")
def root(apps: Apps) -> Path:
    app = apps.copy("options", to="options-dev")
    (app / ".env").write_text("GREETING=Hello\nSECRET=long enough\n")
    leaky = app / "src" / "routes" / "leaky" / "+server.py"
    leaky.parent.mkdir()
    leaky.write_text(f"import asyncio\n\n\nasync def GET(event):\n    {LEFT}\n    return 'ok'\n")
    return app


@pytest.fixture(scope="module")
def server(serve: Serve, root: Path) -> Iterator[Server]:
    with serve(
        root, command="dev", probe="/app/", options=("--no-guard", "--no-log", "--no-inspector")
    ) as server:
        yield server


def wait_for(server: Server, path: str, text: str) -> str:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            answer = http.get(server.url + path).text
        except httpx.TransportError:
            answer = ""
        if text in answer:
            return answer
        assert time.monotonic() < deadline, f"{path} has no {text!r}\n{answer}\n{server.log()}"
        time.sleep(0.1)


def test_variables(server: Server) -> None:
    page = wait_for(server, "/app/", "Hello</h1>")
    assert 'env: {GREETING:"Hello",RATE:1.5}' in page
    assert 'data-greeting="Hello"' in page
    assert "long enough" not in page


def test_a_route(server: Server) -> None:
    module = wait_for(server, "/app/items/12/__route.js", "export const route")
    assert "/generated/dev/client/nodes/5.js')" in module
    assert module.endswith("export const params = {id:12}")
    assert 'id: "/about"' in wait_for(server, "/app/ueber-uns/__route.js", "route")


def test_a_new_matcher(server: Server, root: Path) -> None:
    matchers = root / "src" / "params.server.py"
    matchers.write_text(
        f"{matchers.read_text()}\n\ndef upper(value: str) -> str | None:\n    return value.upper()\n"
    )
    page = root / "src" / "routes" / "[word=upper]" / "+page.svelte"
    page.parent.mkdir()
    page.write_text("<script>import { page } from '$app/state';</script>\n<h1>{page.params.word}</h1>\n")
    wait_for(server, "/app/word", "<h1>WORD</h1>")


def test_a_new_value(server: Server, root: Path) -> None:
    (root / ".env").write_text("GREETING=Good evening\nSECRET=long enough\nWORKERS_AT_NIGHT=7\n")
    page = wait_for(server, "/app/", "teal 7 11")
    assert "Good evening</h1>" in page
    assert 'env: {GREETING:"Good evening",RATE:1.5}' in page


def test_the_state_guard_is_switched_off(server: Server) -> None:
    wait_for(server, "/app/leaky", "ok")
    assert http.get(f"{server.url}/app/leaky").status_code == 200
    time.sleep(0.4)
    assert "state guard" not in server.log()


def test_without_a_log_and_without_the_inspector(server: Server) -> None:
    timing = http.get(f"{server.url}/app/").headers["server-timing"]
    assert timing.startswith("lissome;dur=")
    assert http.get(f"{server.url}/app/__lissome/inspector").status_code == 404
    assert http.get(f"{server.url}/app/no/where").status_code == 404
    until(lambda: "GET /app/no/where: no route matches" in server.log(), otherwise=server.log)
    assert "GET    404" not in server.log()
