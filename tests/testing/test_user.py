"""A user without a browser."""

from __future__ import annotations

from typing import Any

import pytest

from lissome.testing import User
from lissome.testing.user import data_path


async def echo(scope: Any, receive: Any, send: Any) -> None:
    """Answer with the request's method, path, headers and body."""
    body, more = b"", True
    while more:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
    sent = {name.decode(): value.decode() for name, value in scope["headers"]}
    text = "\n".join(
        [
            f"{scope['method']} {scope['path']}",
            sent.get("x-sveltekit-action", ""),
            sent.get("origin", ""),
            sent.get("content-type", ""),
            body.decode(),
        ]
    )
    headers = [(b"set-cookie", b"seen=1"), (b"x-cookie", sent.get("cookie", "").encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": text.encode()})


def user() -> User:
    return User(echo, "ann", origin="http://app.example", transport={})


async def test_it_keeps_cookies_and_sends_its_origin() -> None:
    async with user() as ann:
        page = await ann.page("/a")
        assert page.html.splitlines()[:3] == ["GET /a", "", "http://app.example"]
        assert (await ann.page("/b")).response.headers["x-cookie"] == "seen=1"
    assert repr(ann) == "<User ann>"


async def test_it_submits_a_form_like_a_browser() -> None:
    async with user() as ann:
        lines = (await ann.submit("/a", {"name": "Ann"})).html.splitlines()
    assert lines == ["POST /a", "", "http://app.example", "application/x-www-form-urlencoded", "name=Ann"]


@pytest.mark.parametrize(
    ("fields", "sent"),
    [
        ({}, ""),
        ({"name": ""}, "name="),
        ({"name": None}, ""),
        ({"name": None, "on": "1"}, "on=1"),
        ({"tag": ["a", "b"]}, "tag=a&tag=b"),
        ({"tag": []}, ""),
        ({"n": 7, "b": True, "é": "ü &"}, "n=7&b=true&%C3%A9=%C3%BC+%26"),
    ],
)
async def test_fields(fields: dict[str, Any], sent: str) -> None:
    async with user() as ann:
        lines = (await ann.submit("/a", fields)).html.split("\n")
    assert lines[3:] == ["application/x-www-form-urlencoded", sent]


async def test_files() -> None:
    async with user() as ann:
        both = (await ann.submit("/a", {"name": "Ann"}, files={"photo": ("a.png", b"png")})).html
        none = (await ann.submit("/a", {}, files={})).html
    assert 'name="photo"; filename="a.png"' in both
    assert 'name="name"\r\n\r\nAnn' in both
    assert none.splitlines()[3] == "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("path", "where"),
    [
        ("/", "/__data.json"),
        ("/users", "/users/__data.json"),
        ("/users?page=2", "/users/__data.json?page=2"),
        ("/users/", "/users/__data.json?x-sveltekit-trailing-slash=1"),
    ],
)
def test_the_path_of_a_data_request(path: str, where: str) -> None:
    assert data_path(path) == where
