"""JSON bodies: what is not JSON, what does not fit, and what is the app's own fault."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from typing import Any, Literal

import orjson
import pytest
from pydantic import BaseModel, TypeAdapter, field_validator
from typing_extensions import TypedDict

from lissome.app import App
from lissome.server.request.json_body import InvalidJson, read_json
from lissome.server.startup.hooks import Hooks
from server.conftest import app, client  # noqa: F401 - fixtures
from support.asgi import ORIGIN, Answer, Client

Posting = Callable[..., Any]


class Line(BaseModel):
    price: int


class NewNote(BaseModel):
    text: str
    lines: list[Line] = []
    size: Literal["small", "large"] = "small"

    @field_validator("text")
    @classmethod
    def not_blank(cls, text: str) -> str:
        if not text.strip():
            msg = "Write something"
            raise ValueError(msg)
        return text


class Plain(TypedDict):
    text: str


@dataclasses.dataclass
class Data:
    text: str


@pytest.fixture
async def posting(app: App, client: Client, monkeypatch: pytest.MonkeyPatch) -> Posting:  # noqa: F811
    """The answer to a body, of an endpoint with a handler, in an app without hooks."""
    monkeypatch.setattr(app.runtime, "hooks", Hooks())
    route, _ = await app.runtime.router.match("/api/json") or (None, None)
    assert route is not None
    assert route.endpoint is not None
    handlers = route.endpoint.handlers

    async def post(
        handler: Any, body: bytes, content_type: str = "application/json", **headers: str
    ) -> Answer:
        monkeypatch.setitem(handlers, "POST", handler)
        sent = {"content-type": content_type, "origin": ORIGIN, **headers}
        return await client.send("/api/json", method="POST", headers=sent, body=body)

    return post


async def echoes(event: Any) -> Any:
    return {"got": await event.request.json()}


# -- what is JSON


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b'\xef\xbb\xbf{"a": 1}', {"a": 1}),
        (b'{"a": 1, "a": 2}', {"a": 2}),
        (b'"\\ud800"', "\ud800"),
        (b" null\n", None),
        (str(10**100).encode(), 10**100),
        (b"1e999", float("inf")),
        ('"é😀"'.encode(), "é😀"),
    ],
)
def test_json(body: bytes, value: Any) -> None:
    assert read_json(body) == value


MALFORMED = [
    (b"", "it is empty"),
    (b" \n", "it is empty"),
    (b"{", "Expecting property name enclosed in double quotes at line 1, column 2"),
    (b'{\n"a": }', "Expecting value at line 2, column 6"),
    (b"{} {}", "Extra data at line 1, column 4"),
    (b"[NaN]", "it has no NaN"),
    (b"-Infinity", "it has no -Infinity"),
    (b'"\xff"', "it is not UTF-8, at byte 1"),
    ('"é"'.encode("latin-1"), "it is not UTF-8, at byte 1"),
    ('{"a": 1}'.encode("utf-16"), "it is not UTF-8, at byte 0"),
    (b"[" * 200_000, "it is nested too deeply"),
    (b"9" * 5000, "it has an integer of more than 4300 digits"),
    (b"a=1&b=2", "Expecting value at line 1, column 1"),
]


@pytest.mark.parametrize(("body", "why"), MALFORMED)
def test_what_is_not_json(body: bytes, why: str) -> None:
    with pytest.raises(InvalidJson) as failure:
        read_json(body)
    assert failure.value.text.startswith(f"The body is not JSON: {why}")
    assert isinstance(failure.value, json.JSONDecodeError)
    assert failure.value.doc == ""


@pytest.mark.parametrize("accept", ["*/*", "text/html", ""])
async def test_malformed_json_is_400_with_its_reason(posting: Posting, accept: str) -> None:
    answer = await posting(echoes, b'{"password": "x",', accept=accept)
    assert answer.status == 400
    assert answer.json()["message"].startswith("The body is not JSON: ")
    assert "password" not in answer.text
    assert (await posting(echoes, b'{"a": "\xc3\xa9"}', "text/x")).json() == {"got": {"a": "é"}}


async def test_an_app_that_catches_it(posting: Posting) -> None:
    async def handler(event: Any) -> Any:
        try:
            return await event.request.json()
        except json.JSONDecodeError as failure:
            return {"own": failure.msg}

    assert (await posting(handler, b"{")).json()["own"].startswith("Expecting property name")


# -- what fits


async def typed(event: Any) -> Any:
    return await event.request.json(NewNote)


async def validates(event: Any) -> Any:
    return NewNote.model_validate(await event.request.json())


async def constructs(event: Any) -> Any:
    return NewNote(**await event.request.json())


async def validates_bytes(event: Any) -> Any:
    return NewNote.model_validate_json(await event.request.body())


async def adapts(event: Any) -> Any:
    return TypeAdapter(NewNote).validate_python(await event.request.json())


@pytest.mark.parametrize("handler", [typed, validates, constructs, validates_bytes, adapts])
async def test_json_that_does_not_fit_is_422_with_a_message_by_field(posting: Posting, handler: Any) -> None:
    fits = await posting(handler, b'{"text": "milk"}')
    assert (fits.status, fits.json()) == (200, {"text": "milk", "lines": [], "size": "small"})
    for body, errors in (
        (b"{}", {"text": "This field is required."}),
        (b'{"text": " "}', {"text": "Write something."}),
        (
            b'{"text": "a", "lines": [{"price": 1}, {"price": "x"}, {}], "size": "no"}',
            {
                "lines[1].price": "Input should be a valid integer, unable to parse string as an integer.",
                "lines[2].price": "This field is required.",
                "size": "Input should be 'small' or 'large'.",
            },
        ),
    ):
        answer = await posting(handler, body)
        name, message = next(iter(errors.items()))
        expected = {"status": 422, "message": f"{name}: {message}", "errors": errors}
        assert (answer.status, answer.json()) == (422, expected)
    assert (await posting(handler, b"{")).status == 400


async def test_a_body_of_another_kind(posting: Posting) -> None:
    answer = await posting(typed, b"[1]")
    assert (answer.status, list(answer.json()["errors"])) == (422, [""])


@pytest.mark.parametrize("model", [Plain, Data, list[int], dict[str, int]])
async def test_any_type(posting: Posting, model: Any) -> None:
    async def handler(event: Any) -> Any:
        return await event.request.json(model)

    assert (await posting(handler, b'"x"')).status == 422


@pytest.mark.parametrize("loads", [json.loads, orjson.loads], ids=["json", "orjson"])
@pytest.mark.parametrize("body", [b"{", b'"\xff"'])
async def test_an_app_that_parses_by_itself(posting: Posting, loads: Any, body: bytes) -> None:
    async def handler(event: Any) -> Any:
        return loads(await event.request.body())

    assert (await posting(handler, body)).status == 400


# -- what is the app's own fault


async def own_row(event: Any) -> Any:
    await event.request.json()
    return NewNote.model_validate({"text": 5})


async def own_file(event: Any) -> Any:
    await event.request.json()
    return json.loads("{'settings'}")


async def own_number(event: Any) -> Any:
    await event.request.json()
    return int("no number")


async def never_read(_event: Any) -> Any:
    return NewNote.model_validate({})


@pytest.mark.parametrize("handler", [own_row, own_file, own_number, never_read])
async def test_the_apps_own_data_is_the_apps_fault(posting: Posting, handler: Any) -> None:
    assert (await posting(handler, b'{"text": "milk"}')).status == 500
