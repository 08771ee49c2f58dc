"""Inputs that were left empty count as not sent, of whatever type: https://html.spec.whatwg.org/#form-submission"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Literal, NotRequired
from uuid import UUID

import pytest
from pydantic import BaseModel, ConfigDict, Field, SecretStr
from starlette.datastructures import UploadFile
from typing_extensions import TypedDict

from lissome.control import ActionFailure
from server.forms.bodies import part
from server.forms.reading import read
from support.inputs import bind_action


class Size(Enum):
    SMALL = "s"


class Sort(Enum):
    DEFAULT = ""
    NEWEST = "new"


class Address(BaseModel):
    city: str | None = None
    zip: int | None = None


class Everything(BaseModel):
    model_config = ConfigDict(arbitrary_types_allowed=True)

    text: str = "-"
    maybe_text: str | None = None
    short: Annotated[str, Field(max_length=3)] = "-"
    age: int | None = None
    day: date | None = None
    price: Annotated[Decimal | None, Field(ge=0)] = None
    key: UUID | None = None
    either: int | date | None = None
    colour: Literal["red"] | None = None
    filter: Literal["", "all"] = "all"
    size: Size | None = None
    sort: Sort = Sort.NEWEST
    agree: bool = False
    secret: SecretStr | None = None
    numbers: list[int] = [0]
    days: Sequence[date] = ()
    words: list[str] = ["-"]
    pair: tuple[int, int] | None = None
    picture: UploadFile | None = None
    pictures: list[UploadFile] = []
    address: Address | None = None
    prices: dict[str, int] = {}


@dataclass(frozen=True)
class File:
    """What a file input sends."""

    name: str
    content: bytes = b""


class Event:
    """An event of a form of these fields, as a browser sends it."""

    def __init__(self, *fields: tuple[str, str | File]) -> None:
        parts = b"".join(sent(*field) for field in fields)
        self.request = read("multipart/form-data; boundary=x", parts + b"--x--")


def sent(name: str, value: str | File) -> bytes:
    """The part of one field."""
    if isinstance(value, str):
        return part(f'name="{name}"', value)
    return part(f'name="{name}"; filename="{value.name}"', value.content)


async def submitted(model: Any, *fields: tuple[str, str | File]) -> Any:
    """What an action gets, or its failure."""

    async def action(event: Any, form: Any) -> Any:
        return form

    action.__annotations__["form"] = model
    return await bind_action("f", "a", action)(Event(*fields))


NOT_SENT = [
    *("maybe_text", "age", "day", "price", "key", "either", "colour", "size", "agree", "secret"),
    *("numbers", "numbers[]", "days", "pair", "pair[0]", "address.zip", "address.city", "prices.tea"),
]


@pytest.mark.parametrize("name", NOT_SENT)
@pytest.mark.parametrize("times", [1, 3])
async def test_an_empty_input_is_not_sent(name: str, times: int) -> None:
    assert await submitted(Everything, *[(name, "")] * times) == Everything()


@pytest.mark.parametrize("name", ["picture", "pictures", "pictures[]", "text", "other"])
async def test_a_file_input_without_a_file_is_not_sent(name: str) -> None:
    assert await submitted(Everything, (name, File(""))) == Everything()


async def test_a_chosen_file_is_sent() -> None:
    empty, named, nameless = File(""), File("e.txt"), File("", b"1")
    chosen = [("pictures", one) for one in (empty, named, nameless)]
    form = await submitted(Everything, ("picture", named), *chosen)
    assert form.picture.filename == "e.txt"
    assert [(one.filename, one.size) for one in form.pictures] == [("e.txt", 0), ("", 1)]
    await close(form.picture, *form.pictures)


async def close(*uploads: UploadFile) -> None:
    for upload in uploads:
        await upload.close()


@pytest.mark.parametrize(
    ("name", "value"),
    [("text", ""), ("short", ""), ("filter", ""), ("sort", Sort.DEFAULT), ("words", [""])],
)
async def test_where_the_empty_text_is_a_value(name: str, value: object) -> None:
    assert getattr(await submitted(Everything, (name, "")), name) == value


async def test_empty_ones_among_others() -> None:
    form = await submitted(
        Everything, ("numbers", ""), ("numbers", "1"), ("numbers", ""), ("words", ""), ("words", "a")
    )
    assert (form.numbers, form.words) == ([1], ["", "a"])


class Needed(BaseModel):
    model_config = ConfigDict(arbitrary_types_allowed=True)

    age: int
    day: date
    numbers: list[int]
    picture: UploadFile


async def test_what_is_needed_and_empty() -> None:
    failure = await submitted(
        Needed, ("age", ""), ("day", ""), ("numbers", ""), ("picture", File("")), ("unknown", "")
    )
    assert isinstance(failure, ActionFailure)
    assert set(failure.data["errors"]) == {"age", "day", "numbers", "picture"}
    assert set(failure.data["errors"].values()) == {"This field is required."}


@dataclass
class Point:
    x: int
    y: int | None = None
    tags: list[str] | None = None


class Row(TypedDict):
    x: int
    y: NotRequired[int]


async def test_dataclasses_and_typed_dicts() -> None:
    assert await submitted(Point, ("x", "1"), ("y", ""), ("tags", "a")) == Point(1, None, ["a"])
    assert await submitted(Row, ("x", "1"), ("y", "")) == {"x": 1}
    assert (await submitted(Row, ("x", "one"))).data["values"] == {"x": "one"}


class Card(BaseModel):
    kind: Literal["card"]
    number: int


class Transfer(BaseModel):
    kind: Literal["transfer"]
    iban: str
    parts: list[int] = []


Payment = Annotated[Card | Transfer, Field(discriminator="kind")]


async def test_a_union_with_a_discriminator() -> None:
    transfer = await submitted(Payment, ("kind", "transfer"), ("iban", ""), ("parts", "1"))
    assert transfer == Transfer(kind="transfer", iban="", parts=[1])
    failure = await submitted(Payment, ("kind", "card"), ("number", "x"))
    assert failure.data["errors"] == {
        "number": "Input should be a valid integer, unable to parse string as an integer."
    }
    assert set((await submitted(Payment, ("kind", "cash"))).data["errors"]) == {""}


class Order(BaseModel):
    lines: list[Payment] = []
    amount: int | date | None = None


async def test_errors_below_a_union_have_the_name_of_their_field() -> None:
    failure = await submitted(Order, ("lines[0].kind", "card"), ("lines[0].number", "x"), ("amount", "much"))
    assert set(failure.data["errors"]) == {"lines[0].number", "amount"}
