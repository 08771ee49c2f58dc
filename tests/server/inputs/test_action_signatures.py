"""The parameters of a form action: what is a typed form, and what is refused at start."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

import pytest
from pydantic import BaseModel, Field
from starlette.datastructures import FormData, UploadFile

from lissome.control import ActionFailure
from lissome.errors import AppError, FrameworkError
from server.forms.bodies import URLENCODED
from server.forms.reading import read
from support.inputs import bind_action


class New(BaseModel):
    name: str
    age: int | None = None


class Event:
    """An event whose request has this body."""

    def __init__(self, body: bytes, content_type: str = URLENCODED) -> None:
        self.request = read(content_type, body)


async def plain(event: Any, form: New) -> object:
    return form


def synchronous(event: Any, form: New) -> object:
    return form


async def annotated(event: Any, form: Annotated[New, Field(title="a person")]) -> object:
    return form


async def by_keyword(event: Any, *, form: New) -> object:
    return form


async def with_more(event: Any, form: New, retries: int = 3, *more: object, **options: object) -> object:
    return (form, retries, more, options)[0]


class Callables:
    """Actions that are no functions."""

    async def method(self, event: Any, form: New) -> object:  # noqa: ARG002 - what actions take
        return form

    async def __call__(self, event: Any, form: New) -> object:  # noqa: ARG002
        return form


async def with_one_more_argument(extra: int, event: Any, form: New) -> object:
    return form


def decorated(action: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(action)
    async def wrapper(*args: Any, **kwargs: Any) -> Any:
        return await action(*args, **kwargs)

    return wrapper


@pytest.mark.parametrize(
    "action",
    [
        *(plain, synchronous, annotated, by_keyword, with_more, Callables().method, Callables()),
        *(functools.partial(with_one_more_argument, 1), decorated(plain)),
    ],
    ids=["plain", "sync", "annotated", "keyword", "more", "method", "object", "partial", "decorated"],
)
async def test_typed(action: Callable[..., Any]) -> None:
    bound = bind_action("f", "a", action)
    assert await bound(Event(b"name=Ann&age=7")) == New(name="Ann", age=7)
    failure = await bound(Event(b"age=7"))
    assert isinstance(failure, ActionFailure)
    assert failure.data["errors"] == {"name": "This field is required."}


async def optional(event: Any, form: New | None) -> object:
    return form


async def with_default(event: Any, form: New | None = None) -> object:
    return form


async def with_none(event: Any, form: New = None) -> object:  # type: ignore[assignment] # as people write it
    return form


@pytest.mark.parametrize("action", [optional, with_default, with_none])
async def test_a_form_that_may_be_empty(action: Callable[..., Any]) -> None:
    """It is validated like any other, unless nothing was filled in."""
    bound = bind_action("f", "a", action)
    assert await bound(Event(b"")) is None
    assert await bound(Event(b"age=")) is None
    assert await bound(Event(b"name=Ann")) == New(name="Ann")
    assert isinstance(await bound(Event(b"age=x")), ActionFailure)


async def unannotated(event: Any, form) -> None: ...  # type: ignore[no-untyped-def] # noqa: ANN001 - the point
async def unannotated_default(event: Any, form=None) -> None: ...  # type: ignore[no-untyped-def] # noqa: ANN001
async def a_dict(event: Any, form: dict[str, str] | None = None) -> None: ...
async def a_form(event: Any, form: FormData) -> None: ...
async def a_text(event: Any, name: str = "") -> None: ...
async def without_event(form: New) -> None: ...
async def a_model_or_text(event: Any, form: New | str) -> None: ...


class Other(BaseModel):
    title: str


class Upload(BaseModel, arbitrary_types_allowed=True):
    picture: UploadFile


async def two_models(event: Any, form: New | Other) -> None: ...
async def a_default(event: Any, form: New = New(name="x")) -> None: ...  # noqa: B008 - that is refused
async def any_arguments(*args: Any, **kwargs: Any) -> None: ...
async def more_arguments(event: Any, *forms: New) -> None: ...
async def three(event: Any, form: New, other: Other) -> None: ...
async def nothing() -> None: ...


MUST = "must be annotated with a pydantic model"


@pytest.mark.parametrize(
    ("action", "says"),
    [
        (unannotated, f"takes 'form', which {MUST}: async def unannotated(event, form: CreateUser)"),
        (unannotated_default, MUST),
        (a_dict, MUST),
        (a_form, MUST),
        (a_text, f"takes 'name', which {MUST}"),
        (a_model_or_text, MUST),
        (without_event, "the event comes first; write async def without_event(event, form: New)"),
        (two_models, 'form: Annotated[New | Other, Field(discriminator="kind")]'),
        (a_default, "form: New | None = None, and the action gets None for an empty form"),
        (any_arguments, "takes **kwargs, which hides whether it takes a form"),
        (more_arguments, "@functools.wraps(action)"),
        (three, "takes 'other', but an action is called with the event and one form, 'form'"),
        (nothing, "takes no parameter; write async def nothing(event)"),
    ],
)
def test_refused_at_start(action: Callable[..., Any], says: str) -> None:
    with pytest.raises(AppError) as refused:
        bind_action("src/x.py", "new", action)
    assert str(refused.value).startswith("src/x.py: action 'new'")
    assert says in str(refused.value)


class Thing: ...


@dataclass
class Holder:
    thing: Thing


def test_a_model_that_pydantic_cannot_use() -> None:
    async def create(event: Any, form: Holder) -> None: ...

    with pytest.raises(AppError, match=r"pydantic cannot use its form: .*Thing"):
        bind_action("src/x.py", "new", create)


@pytest.mark.parametrize("content_type", ["text/plain", "application/json", None])
async def test_a_body_that_is_no_form(content_type: str | None) -> None:
    event = Event(b"name=Ann", content_type)  # type: ignore[arg-type]
    with pytest.raises(FrameworkError) as refused:
        await bind_action("f", "a", plain)(event)
    assert refused.value.status == 415
    assert "application/x-www-form-urlencoded or multipart/form-data" in str(refused.value)
