"""Endpoints of the basics app, and requests that the app makes to itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from lissome import Response
from lissome.errors import AppError
from lissome.server.handler_result import to_response
from support.asgi import ORIGIN, Client
from support.requests import make_context

if TYPE_CHECKING:
    pass

JSON = {"content-type": "application/json", "origin": ORIGIN}


async def test_json_and_text(client: Client) -> None:
    answer = await client.send("/api/json?a=1")
    assert (answer.status, answer.json()) == (200, {"ok": True, "query": "?a=1"})
    assert answer.header("content-type") == "application/json"
    assert answer.header("x-handled") == "yes"
    text = await client.send("/api/text")
    assert (text.text, text.header("content-type")) == ("plain text", "text/plain; charset=utf-8")


async def test_a_body(client: Client) -> None:
    answer = await client.send("/api/json", method="POST", headers=JSON, body=b'{"x": [1]}')
    assert (answer.status, answer.json()) == (201, {"got": {"x": [1]}})


@pytest.mark.parametrize("method", ["PUT", "PATCH", "OPTIONS", "QUERY"])
async def test_method_not_allowed(client: Client, method: str) -> None:
    answer = await client.send("/api/json", method=method, headers=JSON)
    assert (answer.status, answer.text) == (405, f"{method} method not allowed")
    assert answer.header("allow") == "GET, POST, DELETE, HEAD"


async def test_head(client: Client) -> None:
    get, head = await client.send("/api/json"), await client.send("/api/json", method="HEAD")
    assert (head.status, head.body, head.headers) == (200, b"", get.headers)


async def test_fallback(client: Client) -> None:
    assert (await client.send("/api/fallback")).text == "got"
    for method in ("PUT", "NONSENSE", "OPTIONS"):
        answer = await client.send("/api/fallback", method=method, headers=JSON)
        assert (answer.status, answer.text) == (200, f"fallback {method}")


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT"])
async def test_methods_that_no_request_can_have(client: Client, method: str) -> None:
    answer = await client.send("/api/fallback", method=method, headers=JSON)
    assert (answer.status, answer.text) == (400, "Bad Request")


@pytest.mark.parametrize("status", [0, 101, 199, 600, 999])
def test_a_status_that_ends_nothing_is_refused(status: int) -> None:
    with pytest.raises(AppError, match=f"GET of /x returned a response with status {status}"):
        to_response(make_context(), Response(status_code=status), "GET of /x")


async def test_redirect(client: Client) -> None:
    answer = await client.send("/api/json?away=1")
    assert (answer.status, answer.header("location"), answer.body) == (303, "/about", b"")


@pytest.mark.parametrize(
    ("accept", "is_json"), [(None, False), ("*/*", True), ("text/html", False), ("application/json", True)]
)
async def test_errors(client: Client, accept: str | None, is_json: bool) -> None:
    headers = {"accept": accept} if accept else {}
    for target, status, message in (
        ("/api/json?fail=1", 418, "teapot"),
        ("/api/broken", 500, "Internal Error (RuntimeError)"),
    ):
        answer = await client.send(target, headers=headers)
        assert answer.status == status
        if is_json:
            assert answer.json() == {"status": status, "message": message}
        else:
            assert answer.header("content-type") == "text/html; charset=utf-8"
            assert message in answer.text
        assert "the endpoint broke" not in answer.text


async def test_nothing_is_no_answer(client: Client) -> None:
    answer = await client.send("/api/json", method="DELETE", headers=JSON)
    assert answer.status == 500


async def test_a_body_that_is_too_large(client: Client) -> None:
    answer = await client.send(
        "/trust/echo", method="POST", headers={**JSON, "accept": "*/*"}, body=b"x" * 600_000
    )
    assert (answer.status, answer.json()["message"]) == (413, "Payload Too Large")
    fits = await client.send("/trust/echo", method="POST", headers=JSON, body=b"x" * 500_000)
    assert fits.json() == {"bytes": 500_000}


@pytest.mark.parametrize(
    ("accept", "is_page"),
    [
        ("text/html", True),
        ("text/html,*/*;q=0.8", True),
        ("*/*", False),
        ("application/json", False),
        (None, False),
    ],
)
async def test_a_page_and_an_endpoint_in_one_folder(
    client: Client, accept: str | None, is_page: bool
) -> None:
    answer = await client.send("/both", headers={"accept": accept} if accept else {})
    assert answer.status == 200
    assert ("page, with an endpoint" in answer.text) is is_page
    assert answer.header("vary") == "Accept"


async def test_methods_of_a_page_and_an_endpoint(client: Client) -> None:
    put = await client.send("/both", method="PUT", headers={**JSON, "accept": "text/html"})
    assert (put.json(), put.header("vary")) == ({"from": "endpoint", "method": "PUT"}, None)
    delete = await client.send("/both", method="DELETE", headers=JSON)
    assert (delete.status, delete.header("allow")) == (405, "GET, PUT, HEAD")


async def test_static_files_come_first(client: Client) -> None:
    answer = await client.send("/robots.txt")
    assert answer.status == 200
    assert answer.header("x-handled") is None


# -- event.fetch -----------------------------------------------------------------------------------------


async def test_a_request_to_itself(client: Client) -> None:
    client.cookies["user"] = "ann"
    headers = {"authorization": "Bearer t", "accept-language": "de", "accept": "text/html", "x-outer": "no"}
    answer = await client.send("/trust/helpers?user=ann", headers=headers)
    assert client.cookies["inner"] == "from%20echo"
    answer = await client.data("/trust/helpers?user=ann")
    echo = json.loads(answer.text.partition("\n")[0])["nodes"][1]["data"]
    assert "Bearer t" not in echo  # this request had none
    answer = await client.send("/trust/helpers/__data.json?user=ann", headers=headers)
    data = json.loads(answer.text.partition("\n")[0])["nodes"][1]["data"]
    inner = {name: data[index] for name, index in data[data[data[0]["echo"]]["headers"]].items()}
    assert inner["authorization"] == "Bearer t"
    assert inner["accept-language"] == "de"
    assert inner["accept"] == "*/*"
    assert inner["x-own"] == "1"
    assert inner["origin"] is None
    # those of the browser, and what this very request has set before
    assert inner["cookie"] is not None
    assert set(inner["cookie"].split("; ")) >= {"user=ann", "visited=%2Ftrust%2Fhelpers"}
    assert data[data[data[0]["echo"]]["user"]] == "ann"
    assert data[data[data[0]["echo"]]["sub"]] is True
