"""Handlers with a typed body: JSON, forms, and what is neither or does not fit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import pytest
from pydantic import BaseModel

from lissome import Query
from lissome.routing.route_id import RouteParams
from lissome.server.inputs.bind import bind_handler
from lissome.server.request.input_error import InputError
from server.forms.bodies import URLENCODED
from support.inputs import Event


class Place(BaseModel):
    city: str


async def optional_body(event: Any, new: Place | None = None) -> Any:
    return new


async def list_body(event: Any, numbers: list[int]) -> Any:
    return numbers


async def with_all(event: Any, key: int, new: Place, page: Annotated[int, Query()] = 1) -> Any:
    return (key, new, page)


ROME = Place(city="Rome")
JSON = "application/json"


@pytest.mark.parametrize(
    ("run", "kind", "body", "value"),
    [
        (with_all, JSON, b'{"city": "Rome"}', (7, ROME, 2)),
        (with_all, "application/ld+json; charset=utf-8", b'{"city": "Rome"}', (7, ROME, 2)),
        (with_all, URLENCODED, b"city=Rome", (7, ROME, 2)),
        (optional_body, "", b"", None),
        (optional_body, JSON, b"", None),
        (optional_body, URLENCODED, b"", None),
        (optional_body, JSON, b'{"city": "Rome"}', ROME),
        (list_body, JSON, b"[1, 2]", [1, 2]),
    ],
)
async def test_bodies(run: Callable[..., Any], kind: str, body: bytes, value: object) -> None:
    handler = bind_handler("f", "POST", run, RouteParams.of("/[key]"))
    assert await handler(Event({"key": "7"}, "page=2", body, kind)) == value


MISSING = {"city": "This field is required."}


@pytest.mark.parametrize(
    ("run", "kind", "body", "status", "errors"),
    [
        (with_all, JSON, b"{}", 422, MISSING),
        (with_all, URLENCODED, b"", 422, MISSING),
        (with_all, JSON, b"{", 400, None),
        (with_all, JSON, b"", 400, None),
        (with_all, JSON, b'{"city": NaN}', 400, None),
        (with_all, "text/plain", b'{"city": "Rome"}', 415, None),
        (with_all, "application/jsonp", b'{"city": "Rome"}', 415, None),
        (list_body, URLENCODED, b"numbers=1", 415, None),
        (
            list_body,
            JSON,
            b'[1, "x"]',
            422,
            {"[1]": "Input should be a valid integer, unable to parse string as an integer."},
        ),
    ],
)
async def test_bodies_that_do_not_fit(
    run: Callable[..., Any], kind: str, body: bytes, status: int, errors: dict[str, str] | None
) -> None:
    handler = bind_handler("f", "POST", run, RouteParams.of("/[key]"))
    with pytest.raises(InputError) as refused:
        await handler(Event({"key": "7"}, "", body, kind))
    assert refused.value.status == status
    assert refused.value.members.get("errors") == errors
