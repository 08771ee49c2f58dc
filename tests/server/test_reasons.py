"""The answers that the framework gives by itself: their reasons, in the log and in dev."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from lissome.app import App
from lissome.described import quoted
from lissome.errors import FrameworkError
from lissome.server.reasons import there_are
from support.asgi import ORIGIN, Client
from support.rewritten import Write

FORM = {"content-type": "application/x-www-form-urlencoded", "origin": ORIGIN}
JSON = {"content-type": "application/json", "origin": ORIGIN}
SECRET = "s3cret"


@dataclass(frozen=True)
class Refused:
    """A request that is refused.

    Attributes:
        text: what production answers.
        reason: in the log, and in dev's answer.
    """

    target: str
    status: int
    text: str
    reason: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    level: int = logging.WARNING


REFUSED = {
    "action": Refused(
        f"/counter?/rest&token={SECRET}",
        404,
        "Not Found",
        "no action `rest` in src/routes/counter/+page.server.py; there are `add`, `reset`",
        "POST",
        FORM,
    ),
    "no name of an action": Refused(
        "/counter",
        404,
        "Not Found",
        "no action `default` in src/routes/counter/+page.server.py; there are",
        "POST",
        FORM,
    ),
    "no actions": Refused(
        "/about",
        405,
        "Method Not Allowed",
        "the page has no form actions; write `actions` in src/routes/about/+page.server.py",
        "POST",
        FORM,
    ),
    "JSON to an action": Refused(
        "/counter?/add",
        415,
        "Unsupported Media Type",
        "form actions take what a <form> sends (application/x-www-form-urlencoded or multipart/form-data), "
        "not `application/json`; JSON is for a +server.py",
        "POST",
        JSON,
    ),
    "method of an endpoint": Refused(
        "/api/text",
        405,
        "PATCH method not allowed",
        "src/routes/api/text/+server.py has no function `PATCH`; there",
        "PATCH",
        JSON,
    ),
    "method of a page": Refused(
        "/about",
        405,
        "PUT method not allowed",
        "there is a page only, without +server.py for `PUT`",
        "PUT",
        JSON,
    ),
    "matcher": Refused(
        "/number/seven",
        404,
        "Not Found",
        "/number/[n=integer] would match, but its matcher `integer` refuses the parameter",
        level=logging.INFO,
    ),
    "route": Refused(
        f"/nowhere-at-all?token={SECRET}", 404, "Not Found", "no route matches", level=logging.INFO
    ),
    "path": Refused("/%ff", 400, "Malformed URI", "the path /%ff cannot be decoded"),
    "reserved": Refused(
        f"/about?x-sveltekit-foo={SECRET}",
        400,
        'Cannot use reserved query parameter "x-sveltekit-foo"',
        "parameters that begin with x-sveltekit- are SvelteKit's own",
    ),
    "file of the build": Refused(
        "/_app/immutable/chunks/old.js",
        404,
        "Not found",
        "the build has no such file; another version may have had it",
        level=logging.INFO,
    ),
    "image": Refused(
        "/nowhere.png",
        404,
        "Not Found",
        "no route matches",
        headers={"sec-fetch-dest": "image"},
        level=logging.INFO,
    ),
}


async def ask(client: Client, one: Refused) -> Any:
    return await client.send(one.target, method=one.method, headers=one.headers, body=b"a=" + SECRET.encode())


@pytest.mark.parametrize("one", REFUSED.values(), ids=REFUSED)
async def test_production_logs_the_reason(
    client: Client, caplog: pytest.LogCaptureFixture, one: Refused
) -> None:
    with caplog.at_level(logging.DEBUG, "lissome.server"):
        answer = await ask(client, one)
    assert (answer.status, one.text in answer.text, one.reason in answer.text) == (one.status, True, False)
    (record,) = [record for record in caplog.records if one.reason in record.getMessage()]
    assert record.levelno == one.level
    assert record.getMessage().startswith(f"{one.method} {one.target.partition('?')[0]}: ")
    assert SECRET not in caplog.text


@pytest.mark.parametrize("one", REFUSED.values(), ids=REFUSED)
async def test_dev_shows_the_reason(
    app: App, client: Client, monkeypatch: pytest.MonkeyPatch, one: Refused
) -> None:
    monkeypatch.setattr(app.runtime, "dev", True)
    answer = await ask(client, one)
    shown = answer.text.replace("&lt;", "<")
    assert (answer.status, one.text in answer.text, one.reason in shown) == (one.status, True, True)


async def test_the_client_of_kit_gets_it_too(
    app: App, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.runtime, "dev", True)
    headers = {**FORM, "accept": "application/json", "x-sveltekit-action": "true"}
    answer = await client.send("/counter?/rest", method="POST", headers=headers)
    assert "no action `rest` in src/routes/counter" in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    ("target", "nearest"),
    [
        ("/abuot", "the nearest is /about"),
        ("/About", "the nearest is /about"),
        ("/item/3", "the nearest is /items/[id]"),
        ("/api/jsn", "the nearest is /api/json"),
    ],
)
async def test_dev_names_routes_that_are_spelt_alike(
    app: App, client: Client, monkeypatch: pytest.MonkeyPatch, target: str, nearest: str
) -> None:
    monkeypatch.setattr(app.runtime, "dev", True)
    assert f"Not Found: no route matches; {nearest}" in (await client.send(target)).text


@pytest.mark.parametrize("path", ["/favicon.ico", "/.well-known/security.txt"])
async def test_what_is_asked_everywhere_is_not_told(
    client: Client, caplog: pytest.LogCaptureFixture, path: str
) -> None:
    with caplog.at_level(logging.INFO, "lissome.server"):
        await client.send(path)
    assert not caplog.records


@pytest.mark.parametrize(
    ("origin", "came"),
    [
        (
            {"origin": "https://evil.example"},
            "it comes from `https://evil.example`, and the app is at `http://localhost`",
        ),
        ({}, "it has no Origin header, which browsers send with every form"),
    ],
)
async def test_a_form_of_another_site(
    client: Client, caplog: pytest.LogCaptureFixture, origin: dict[str, str], came: str
) -> None:
    headers = {"content-type": "application/x-www-form-urlencoded", **origin}
    answer = await client.send("/counter?/add", method="POST", headers=headers)
    assert (answer.status, answer.text) == (403, "Cross-site POST form submissions are forbidden")
    assert came in caplog.text
    assert "set paths.origin in vite.config.js, or trusted_proxies in [tool.lissome]" in caplog.text
    assert "csrf.trustedOrigins" in caplog.text


@pytest.mark.parametrize(
    ("method", "headers", "reason"),
    [
        ("TRACE", {}, "no browser sends this method"),
        ("GET", {"host": "a b"}, "the Host header (or a proxy's Forwarded header) is not a valid host"),
    ],
)
async def test_a_malformed_request(
    client: Client, caplog: pytest.LogCaptureFixture, method: str, headers: dict[str, str], reason: str
) -> None:
    with caplog.at_level(logging.INFO, "lissome.server"):
        answer = await client.send("/about", method=method, headers=headers)
    assert (answer.status, answer.text) == (400, "Bad Request")
    assert f"{method} /about: {reason}" in caplog.text


async def test_a_rule_of_the_framework_is_shown_in_dev(
    app: App, client: Client, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.runtime, "dev", True)
    write("src/hooks.server.py", "")
    write("src/routes/counter/+page.server.py", "async def load(event): return [1]")
    text = (await client.send("/counter")).text
    assert "Internal Error: load in src/routes/counter/+page.server.py returned a list; a load" in text


async def test_other_failures_stay_unknown_in_dev(
    app: App, client: Client, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.runtime, "dev", True)
    write("src/hooks.server.py", "")
    assert "the load broke" not in (await client.send("/boom")).text


async def test_a_failure_that_is_not_returned(
    app: App, client: Client, write: Write, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    source = """
from lissome import fail
async def load(event): return {"count": 1}
async def add(event):
    fail(400, {"errors": {}})
actions = {"add": add}
"""
    write("src/routes/counter/+page.server.py", source)
    assert (await client.post("/counter?/add", {})).status == 200
    assert not caplog.records
    monkeypatch.setattr(app.runtime, "dev", True)
    await client.post("/counter?/add", {})
    assert (
        "the form action `add` in src/routes/counter/+page.server.py called fail() "
        "(src/routes/counter/+page.server.py:5) without returning it" in caplog.text
    )
    caplog.clear()
    write("src/routes/counter/+page.server.py", source.replace("    fail(", "    return fail("))
    assert (await client.post("/counter?/add", {})).status == 400
    assert not caplog.records


def test_words() -> None:
    assert there_are([]) == "there is none"
    assert there_are(["a"]) == "there is `a`"
    assert there_are(map(str, range(14))).endswith("`11` and 2 more")
    assert quoted("a\nb") == "`a\\nb`"
    assert quoted("a" * 70) == f"`{'a' * 60}…`"
    assert str(FrameworkError(404, "Not Found", "why")) == "why"
