"""Form actions of the basics app, with JavaScript and without."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any

import pytest

from lissome.app import App
from server.test_pages import text_of
from support.asgi import ORIGIN, Answer, Client

FORM = "application/x-www-form-urlencoded"


async def enhanced(client: Client, target: str, fields: Mapping[str, str]) -> Answer:
    """As `use:enhance` posts."""
    return await client.post(target, fields, accept="application/json", x_sveltekit_action="true")


# -- without JavaScript ----------------------------------------------------------------------------------


async def test_success(client: Client) -> None:
    answer = await client.post("/?/greet", {"name": "Ann"})
    assert answer.status == 200
    assert text_of(answer.text, "greeted") == "hello Ann"
    assert 'form: {greeted:"Ann"}' in answer.text
    assert "status:" not in answer.text.partition("kit.start")[2]


async def test_failure(client: Client) -> None:
    answer = await client.post("/?/greet", {"name": ""})
    assert answer.status == 422
    assert text_of(answer.text, "error") == "A name is needed"
    assert "status: 422" in answer.text


async def test_redirect_after_post(client: Client) -> None:
    client.cookies["count"] = "3"
    answer = await client.post("/counter?/reset", {})
    assert (answer.status, answer.header("location"), answer.body) == (303, "/counter", b"")
    assert "count" not in client.cookies


async def test_cookies_of_an_action_are_there_for_its_page(client: Client) -> None:
    answer = await client.post("/counter?/add", {"by": "5"})
    assert (text_of(answer.text, "count"), text_of(answer.text, "form-count")) == ("5", "5")
    assert client.cookies["count"] == "5"


async def test_an_error_shows_the_error_page(client: Client) -> None:
    answer = await client.post("/default-action", {"explode": "1"})
    assert (answer.status, text_of(answer.text, "root-error")) == (400, "the action refused")


@pytest.mark.parametrize(
    ("target", "status", "message"),
    [
        ("/about", 405, "Method Not Allowed"),
        ("/?/unknown", 404, "Not Found"),
        ("/", 404, "Not Found"),
        ("/counter", 404, "Not Found"),
    ],
)
async def test_there_is_no_such_action(client: Client, target: str, status: int, message: str) -> None:
    answer = await client.post(target, {})
    assert (answer.status, text_of(answer.text, "root-error")) == (status, message)
    assert answer.header("allow") == ("GET" if status == 405 else None)


@pytest.mark.parametrize(("name", "status"), [("empty", 200), ("empty_failure", 400)])
async def test_an_empty_dict_is_data(client: Client, name: str, status: int) -> None:
    """It is true in JavaScript."""
    answer = await client.post(f"/trust/actions?/{name}", {})
    assert (answer.status, text_of(answer.text, "form")) == (status, "{}")
    with_javascript = (await enhanced(client, f"/trust/actions?/{name}", {})).json()
    assert (with_javascript["status"], with_javascript["data"]) == (status, "[{}]")


async def test_typed_input(client: Client) -> None:
    answer = await enhanced(client, "/trust/actions?/typed", {"name": "Ann", "age": "7"})
    assert json.loads(answer.json()["data"]) == [{"next_year": 1}, 8]
    refused = await client.post("/trust/actions?/typed", {"name": "Ann", "age": "x", "password": "hunter2"})
    assert refused.status == 400
    assert '"values":{"name":"Ann","age":"x"}' in text_of(refused.text, "form").replace("&quot;", '"')
    assert "hunter2" not in refused.text


# -- with JavaScript -------------------------------------------------------------------------------------


async def test_json_success(client: Client, app: App) -> None:
    answer = await enhanced(client, "/?/greet&x=1", {"name": "Ann"})
    assert answer.status == 200
    assert answer.header("content-type") == "application/json"
    assert answer.header("x-sveltekit-version") == app.runtime.manifest.version
    assert answer.json() == {
        "type": "success",
        "status": 200,
        "location": "/?x=1",
        "data": '[{"greeted":1},"Ann"]',
    }


async def test_json_success_without_data(client: Client) -> None:
    answer = await enhanced(client, "/?/sign_in", {"user": "ann"})
    assert answer.json() == {"type": "success", "status": 204, "location": "/"}
    assert client.cookies["user"] == "ann"


async def test_json_failure(client: Client) -> None:
    answer = await enhanced(client, "/?/greet", {"name": ""})
    assert answer.status == 422
    assert answer.json() == {
        "type": "failure",
        "status": 422,
        "location": "/",
        "data": '[{"name":1,"error":2},"","A name is needed"]',
    }


async def test_json_redirect(client: Client) -> None:
    answer = await enhanced(client, "/counter?/reset", {})
    assert answer.status == 200
    assert answer.json() == {"type": "redirect", "status": 303, "location": "/counter"}
    assert any(cookie.startswith("count=;") for cookie in answer.all("set-cookie"))


@pytest.mark.parametrize(
    ("target", "fields", "error"),
    [
        ("/default-action", {"explode": "1"}, {"status": 400, "message": "the action refused"}),
        ("/?/sign_in", {}, {"status": 500, "message": "Internal Error (KeyError)"}),
        ("/?/unknown", {}, {"status": 404, "message": "Not Found"}),
        ("/about", {}, {"status": 405, "message": "Method Not Allowed"}),
        ("/default-action?/default", {}, {"status": 404, "message": "Not Found"}),
    ],
)
async def test_json_error(client: Client, target: str, fields: dict[str, str], error: dict[str, Any]) -> None:
    answer = await enhanced(client, target, fields)
    assert answer.status == error["status"]
    assert answer.json() == {"type": "error", "location": target.partition("?")[0], "error": error}


@pytest.mark.parametrize("accept", ["*/*", "application/json", "application/json, text/html"])
async def test_who_gets_json(client: Client, accept: str) -> None:
    assert (await client.post("/?/greet", {"name": "x"}, accept=accept)).header(
        "content-type"
    ) == "application/json"


# -- bodies ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("content_type", ["application/json", "text/html", "image/png"])
async def test_other_content_types(client: Client, content_type: str) -> None:
    answer = await client.post(
        "/?/greet", {"name": "x"}, content_type=content_type, accept="application/json"
    )
    assert answer.status == 415
    assert answer.json()["error"] == {"status": 415, "message": "Unsupported Media Type"}


@pytest.mark.parametrize("length", [None, "600000"])
async def test_a_body_that_is_too_large(client: Client, length: str | None) -> None:
    headers = {"content-type": FORM, "origin": ORIGIN, "accept": "application/json"}
    headers |= {} if length is None else {"content-length": length}
    answer = await client.send("/?/greet", method="POST", headers=headers, body=b"name=" + b"x" * 600_000)
    assert answer.status == 413
    assert answer.json()["error"] == {"status": 413, "message": "Payload Too Large"}


async def test_multipart(client: Client) -> None:
    body = b'--X\r\nContent-Disposition: form-data; name="name"\r\n\r\nAnn\r\n--X--\r\n'
    headers = {"content-type": "multipart/form-data; boundary=X", "origin": ORIGIN}
    answer = await client.send("/?/greet", method="POST", headers=headers, body=body)
    assert json.loads(answer.json()["data"]) == [{"greeted": 1}, "Ann"]


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=X", b"--Y garbage"),
        ("multipart/form-data; boundary=X", b"--X\r\nContent-Disposition: form-data\r\n\r\nAnn\r\n--X--\r\n"),
        ("multipart/form-data; boundary=X", b'--X\r\nContent-Disposition: form-data; name="name"\r\n\r\nAnn'),
    ],
)
async def test_malformed_multipart(client: Client, content_type: str, body: bytes) -> None:
    headers = {"content-type": content_type, "origin": ORIGIN, "accept": "application/json"}
    answer = await client.send("/?/greet", method="POST", headers=headers, body=body)
    assert answer.status in {400, 422}  # refused, or no name in it


async def test_a_body_that_breaks_off(app: App, caplog: pytest.LogCaptureFixture) -> None:
    """As when the client is gone, or its chunks make no sense."""
    sent: list[Any] = []
    messages = iter([{"type": "http.request", "body": b"na", "more_body": True}, {"type": "http.disconnect"}])
    headers = [(b"host", b"localhost"), (b"origin", ORIGIN.encode()), (b"content-type", FORM.encode())]
    scope = {
        "type": "http",
        "method": "POST",
        "scheme": "http",
        "path": "/",
        "raw_path": b"/",
        "headers": headers,
    }

    async def receive() -> Any:
        return next(messages)

    async def send(message: Any) -> None:
        sent.append(message)

    await app({**scope, "query_string": b"/greet"}, receive, send)
    assert sent[0]["status"] == 400
    assert not caplog.records


async def test_a_body_that_breaks_off_later(app: App, caplog: pytest.LogCaptureFixture) -> None:
    """When the request is watched already, and ended from outside."""
    sent: list[Any] = []
    headers = [(b"host", b"localhost"), (b"origin", ORIGIN.encode()), (b"content-type", FORM.encode())]
    scope = {
        "type": "http",
        "method": "POST",
        "scheme": "http",
        "path": "/",
        "raw_path": b"/",
        "headers": headers,
    }
    messages = iter([(0.0, {"type": "http.request", "body": b"na", "more_body": True})])

    async def receive() -> Any:
        delay, message = next(messages, (0.3, {"type": "http.disconnect"}))
        await asyncio.sleep(delay)
        return message

    async def send(message: Any) -> None:
        sent.append(message)

    await app({**scope, "query_string": b"/greet"}, receive, send)
    assert sent[0]["status"] == 400
    assert not caplog.records


# -- who may post ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "origin", [None, "http://evil.example", "null", "http://localhost.evil.example", "https://localhost"]
)
@pytest.mark.parametrize("content_type", [FORM, "text/plain", "multipart/form-data; boundary=x", None])
async def test_cross_site_forms(client: Client, origin: str | None, content_type: str | None) -> None:
    headers = {key: value for key, value in (("origin", origin), ("content-type", content_type)) if value}
    answer = await client.send("/?/sign_in", method="POST", headers=headers, body=b"user=eve")
    assert (answer.status, answer.text) == (403, "Cross-site POST form submissions are forbidden")
    assert client.cookies == {}


async def test_a_refusal_as_json(client: Client) -> None:
    answer = await client.send("/api/json", method="DELETE", headers={"accept": "application/json"})
    assert (answer.status, answer.json()) == (
        403,
        {"message": "Cross-site DELETE form submissions are forbidden"},
    )
