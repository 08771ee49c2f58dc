"""Starlette's private attributes are those that `lissome.private_apis.starlette` names."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from starlette.background import BackgroundTask
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from lissome.private_apis.starlette import (
    awaitable_form,
    body_if_read,
    copy_response,
    form_if_read,
    json_if_read,
    keep_form,
)
from lissome.server.responses import BytesResponse

CHANGED = "Starlette has changed; adapt lissome.private_apis.starlette"


async def sent(response: Response) -> list[dict[str, Any]]:
    messages: list[Any] = []

    async def send(message: Any) -> None:
        messages.append(message)

    async def receive() -> Any:
        raise AssertionError

    await response({"type": "http", "method": "GET"}, receive, send)
    return messages


def request(body: bytes, content_type: str) -> Request:
    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    headers = [(b"content-type", content_type.encode())]
    return Request({"type": "http", "method": "POST", "headers": headers}, receive)


async def test_a_response_needs_nothing_but_the_four_attributes() -> None:
    response = BytesResponse(b"hello", 201, [(b"x-a", b"1")])
    assert set(vars(response)) == {"body", "status_code", "raw_headers", "background"}
    assert response.headers["x-a"] == "1", CHANGED
    response.headers["x-b"] = "2"
    response.set_cookie("c", "3")
    start, body = await sent(response)
    assert (start["status"], body["body"]) == (201, b"hello"), CHANGED
    assert [name for name, _ in start["headers"]] == [b"x-a", b"content-length", b"x-b", b"set-cookie"], (
        CHANGED
    )


def test_starlettes_own_responses_have_no_further_attributes() -> None:
    assert set(vars(Response("hello"))) == {"body", "status_code", "raw_headers", "background"}, CHANGED


@pytest.mark.parametrize("status", [204, 304])
def test_responses_without_a_body_have_no_length(status: int) -> None:
    assert BytesResponse(b"", status, []).raw_headers == []


async def test_a_copy_has_its_own_headers() -> None:
    task = BackgroundTask(print)
    original = JSONResponse({"a": 1}, background=task)
    original.headers["x-a"] = "1"
    assert "_headers" in vars(original), CHANGED
    copied = copy_response(original)
    assert (type(copied), copied.body, copied.background) == (JSONResponse, b'{"a":1}', task)
    copied.headers["x-b"] = "2"
    copied.set_cookie("c", "3")
    assert "x-b" not in original.headers
    assert [name for name, _ in (await sent(copied))[0]["headers"]][-2:] == [b"x-b", b"set-cookie"]


async def test_what_a_request_has_read() -> None:
    asked = request(b'{"a": 1}', "application/json")
    assert (body_if_read(asked), json_if_read(asked), form_if_read(asked)) == (None, None, None)
    await asked.json()
    assert (body_if_read(asked), json_if_read(asked)) == (b'{"a": 1}', {"a": 1}), CHANGED


async def test_the_form_that_a_request_has_read() -> None:
    asked = request(b"a=1", "application/x-www-form-urlencoded")
    await asked.form()
    form = form_if_read(asked)
    assert form is not None, CHANGED
    assert form["a"] == "1"


async def test_a_form_that_is_kept() -> None:
    asked = request(b"a=1", "application/x-www-form-urlencoded")
    file = UploadFile(BytesIO(b"1"), filename="f")
    form = keep_form(asked, FormData([("f", file)]))
    assert await asked.form() is form, CHANGED
    await asked.close()
    assert file.file.closed, CHANGED


async def test_what_a_form_can_be_used_as() -> None:
    async def reading() -> FormData:
        return FormData([("f", UploadFile(BytesIO(b"1"), filename="f"))])

    assert list(await awaitable_form(reading())) == ["f"]
    async with awaitable_form(reading()) as form:
        file = form["f"]
    assert isinstance(file, UploadFile)
    assert file.file.closed, CHANGED
