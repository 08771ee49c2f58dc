"""Annotations that cannot be used are refused at start, and not with a request."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import pytest
from pydantic import BaseModel

from lissome import Query
from lissome.errors import AppError
from lissome.routing.route_id import RouteParams
from lissome.server.inputs.bind import bind_handler, bind_load
from lissome.server.openapi import OpenApi
from lissome.server.startup.routes import Endpoint, ServerRoute
from support.inputs import Event, bind_action

if TYPE_CHECKING:
    from somewhere import Unknown  # type: ignore[import-not-found]


class Half(BaseModel):
    whole: Unknown


@dataclass
class HalfClass:
    whole: Unknown


class Early(BaseModel):
    late: list[Late]


class Late(BaseModel):
    text: str


def no_attribute(event: Any, key: dt.nope) -> None: ...  # type: ignore[name-defined]
def no_subscript(event: Any, key: int[str]) -> None: ...  # type: ignore[type-arg]
def no_expression(event: Any, key: "int[") -> None: ...  # type: ignore[valid-type] # noqa: F722
def no_default_helps(event: Any, key: dt.nope = 1) -> None: ...  # type: ignore[name-defined]
def a_known_name(event: Any, key: Unknown = None) -> None: ...
def a_query(event: Any, some: Annotated[list[Unknown], Query()] = []) -> None: ...  # noqa: B006
def a_half_query(event: Any, some: Annotated[Half, Query()]) -> None: ...
def a_half_body(event: Any, half: Half) -> None: ...
def half_bodies(event: Any, half: list[Half]) -> None: ...
def a_half_class(event: Any, half: HalfClass) -> None: ...
def a_whole_body(event: Any, early: Early) -> Any: return early  # fmt: skip


def a_result(event: Any) -> dt.nope: ...  # type: ignore[name-defined]


@pytest.mark.parametrize(
    ("run", "says"),
    [
        (no_attribute, "f: load: the annotation of 'key' cannot be evaluated: AttributeError: module "),
        (no_subscript, "f: load: the annotation of 'key' cannot be evaluated: TypeError: "),
        (no_expression, "f: load: the annotation of 'key' cannot be evaluated: SyntaxError: "),
        (no_default_helps, "f: load: the annotation of 'key' cannot be evaluated: AttributeError: module "),
        (a_known_name, "f: load: name 'Unknown' is not defined; annotations must name what"),
        (a_query, "f: load: name 'Unknown' is not defined; annotations must name what"),
        (a_half_query, "f: load: pydantic cannot use 'some': name 'Unknown' is not defined"),
    ],
)
def test_loads(run: Callable[..., Any], says: str) -> None:
    with pytest.raises(AppError) as refused:
        bind_load("f", run, RouteParams.of("/[key]"))
    assert str(refused.value).startswith(says)


@pytest.mark.parametrize("run", [a_half_body, half_bodies, a_half_class])
def test_bodies(run: Callable[..., Any]) -> None:
    with pytest.raises(AppError, match="f: POST: pydantic cannot use its body: name 'Unknown'"):
        bind_handler("f", "POST", run, RouteParams.of("/"))


def test_forms() -> None:
    with pytest.raises(AppError, match="f: action 'x': pydantic cannot use its form: name 'Unknown'"):
        bind_action("f", "x", a_half_body)


async def test_a_model_that_is_defined_further_down() -> None:
    handler = bind_handler("f", "POST", a_whole_body, RouteParams.of("/"))
    assert await handler(Event({}, "", b'{"late": [{"text": "x"}]}', "application/json")) == Early(
        late=[Late(text="x")]
    )


def test_a_result_that_cannot_be_evaluated_is_left_out_of_the_document() -> None:
    endpoint = Endpoint({"GET": bind_handler("f", "GET", a_result, RouteParams.of("/"))}, None)
    document = OpenApi([ServerRoute("/", "^/$", (), "never", None, endpoint)], "x", "").document()
    assert document["paths"]["/"]["get"]["responses"] == {"200": {"description": "OK"}}
