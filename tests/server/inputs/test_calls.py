"""Functions that cannot be called with what the request fills."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import pytest

from lissome.errors import AppError
from lissome.routing.route_id import RouteParams
from lissome.server.inputs.bind import bind_load
from support.inputs import Event


def load(event: Any, key: int) -> Any: return key  # fmt: skip


def with_the_event_alone(run: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(run)
    def wrapper(event: Any) -> Any: raise NotImplementedError  # fmt: skip

    return wrapper


def by_name_alone(run: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(run)
    def wrapper(event: Any, **named: Any) -> Any: raise NotImplementedError  # fmt: skip

    return wrapper


def event_by_name(*, event: Any, key: int = 1) -> None: ...
def own_before(event: Any, own: object = None, key: int = 1, /) -> None: ...


WRAPPER = "; write async def wrapper(event, *args, **kwargs) in its decorator"


@pytest.mark.parametrize(
    ("run", "says"),
    [
        (
            with_the_event_alone(load),
            f"(event, key), which it does not take: too many positional arguments{WRAPPER}",
        ),
        (
            by_name_alone(load),
            f"(event, key), which it does not take: too many positional arguments{WRAPPER}",
        ),
        (event_by_name, "(event, key=key), which it does not take: too many positional arguments"),
        (own_before, "(event, key=key), which it does not take: 'key' parameter is positional only"),
    ],
)
def test_refused_at_start(run: Callable[..., Any], says: str) -> None:
    with pytest.raises(AppError) as refused:
        bind_load("f", run, RouteParams.of("/[key]"))
    assert str(refused.value).startswith(f"f: load: it is called with {says}")


def test_a_wrapper_that_hands_on_what_it_is_given() -> None:
    @functools.wraps(load)
    def wrapper(event: Any, *args: Any, **kwargs: Any) -> Any:
        return load(event, *args, **kwargs)

    assert bind_load("f", wrapper, RouteParams.of("/[key]"))(Event({"key": "1"}, "")) == 1


def test_a_function_without_input_must_take_the_event() -> None:
    def nothing_by_place(*, event: Any) -> None: ...

    with pytest.raises(AppError, match=r"f: load: it is called with \(event\), which it does not take"):
        bind_load("f", nothing_by_place, RouteParams.of("/"))
