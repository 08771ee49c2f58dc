"""What a request has sent is in no line of the log, whatever fails."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from lissome import URL, SearchParams
from lissome.app import App
from lissome.dev.log import Formatter
from lissome.server.log_secrets import without_secrets
from support.asgi import ORIGIN, Client
from support.rewritten import Write

PAGE = "src/routes/counter/+page.server.py"
ENDPOINT = "src/routes/api/json/+server.py"
HOOKS = "src/hooks.server.py"

IMPORTS = """
import logging
import httpx
from pydantic import BaseModel
from lissome import Redirect, error, fail, redirect
logger = logging.getLogger("app")

class Reset(BaseModel):
    token: int
"""

# Bodies of functions that fail, or log what they have.
FAILING = {
    "event": 'logger.warning("%s %r", event, event); raise ValueError("broken")',
    "url": 'logger.warning("%r %r", event.url, event.url.search_params); raise ValueError',
    "request": 'logger.warning("%r", event.request); raise ValueError',
    "cookies": 'logger.warning("%r", event.cookies); raise ValueError',
    "validation": "Reset(token=event.url.search_params['reset_token'])",
    "httpx": """
    response = httpx.Response(500, request=httpx.Request("GET", f"https://api.example/x?token={event.url.search}"))
    response.raise_for_status()
""",
    "redirect elsewhere": 'redirect(303, f"https://x.example/{event.url.search}")',
    "redirect": 'logger.warning("%r", Redirect(303, f"/x{event.url.search}")); raise ValueError',
    "spawned redirect": "event.spawn(leave(event)); raise ValueError",
    "deferred": 'event.defer(redirect, 303, "/x" + event.url.search); raise ValueError',
    "header": 'event.set_headers({"x": "\\n" + event.url.search})',
    "cookie": 'event.cookies.set("a", event.url.search, path="\\n")',
    "fetch": 'await event.fetch("http://[" + event.url.search)',
    "own route": 'await event.fetch("/nowhere" + event.url.search); raise ValueError',
    "form": "(await event.request.form())['missing']",
    "json": "await event.request.json()",
    "error": 'error(400, "no")',
}


def source(body: str, signature: str) -> str:
    indented = body if body.startswith("\n") else f"\n    {body}\n"
    return f"{IMPORTS}\nasync def leave(event): redirect(303, '/x' + event.url.search)\n{signature}{indented}"


async def ask(client: Client, path: str) -> None:
    await client.send(
        f"{path}?/add&reset_token=s3cret",
        method="POST",
        headers={
            "content-type": "application/x-www-form-urlencoded",
            "origin": ORIGIN,
            "cookie": "session=s3cret",
            "authorization": "Bearer s3cret",
            "x-api-key": "s3cret",
            "accept": "text/html",
        },
        body=b"password=s3cret",
    )


@pytest.mark.parametrize("body", FAILING.values(), ids=FAILING)
@pytest.mark.parametrize("place", ["action", "endpoint", "handle"])
@pytest.mark.parametrize("dev", [False, True])
async def test_no_line_has_them(
    app: App,
    client: Client,
    write: Write,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    body: str,
    place: str,
    dev: bool,
) -> None:
    monkeypatch.setattr(app.runtime, "dev", dev)
    write(HOOKS, "")
    if place == "action":
        more = "\nasync def load(event): return {'count': 1}\nactions = {'add': add}\n"
        write(PAGE, source(body, "async def add(event):") + more)
    elif place == "endpoint":
        write(ENDPOINT, source(body, "async def POST(event):"))
    else:
        write(HOOKS, source(body, "async def handle(event, resolve):"))
    with caplog.at_level(logging.DEBUG, "lissome"):
        await ask(client, "/api/json" if place == "endpoint" else "/counter")
    assert "s3cret" not in caplog.text


async def test_an_error_that_handle_error_gets(
    client: Client, write: Write, caplog: pytest.LogCaptureFixture
) -> None:
    """The hook may log what it likes; a hook that fails itself is logged by the framework."""
    write(HOOKS, "def handle_error(caught): raise caught.error")
    write(PAGE, source(FAILING["validation"], "async def load(event):"))
    await client.send("/counter?reset_token=s3cret")
    assert "handle_error failed itself, while it handled ValidationError of GET /counter" in caplog.text
    assert "s3cret" not in caplog.text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("for url 'https://a.example/x?token=1&b=2'\nmore", "for url 'https://a.example/x?…'\nmore"),
        ('GET "/x?token=1" failed', 'GET "/x?…" failed'),
        (
            "[type=int_parsing, input_value='1', input_type=str]",
            "[type=int_parsing, input_value=…, input_type=str]",
        ),
        ("is it /so? yes", "is it /so? yes"),
        ("write a form with ?/default", "write a form with ?/default"),
        ("x = a if b else c  # why?", "x = a if b else c  # why?"),
    ],
)
def test_what_is_taken_out(text: str, shown: str) -> None:
    assert without_secrets(text) == shown


def test_dev_takes_them_out_too() -> None:
    record = logging.LogRecord("lissome", logging.INFO, "", 0, "GET %s", ("/x?token=s3cret",), None)
    assert Formatter(Path("/app")).format(record) == "GET /x?…"


def test_objects_that_are_logged() -> None:
    assert repr(URL("https://a.example", "/x", "?token=s3cret")) == "URL('https://a.example/x?…')"
    assert repr(SearchParams("token=s3cret&page=2")) == "<SearchParams token, page>"
