"""Typed form actions: from fields to models, and what comes back when they do not fit."""

from __future__ import annotations

from enum import Enum
from typing import Annotated, Any, Literal

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator
from pydantic_core import PydanticCustomError
from starlette.datastructures import FormData, Headers, UploadFile

from lissome import codec
from lissome.control import ActionFailure
from lissome.errors import AppError
from lissome.server.forms.nesting import group, nest
from lissome.server.forms.rejection import rejected
from lissome.server.forms.shape import Shape
from support.inputs import bind_action


class Size(Enum):
    SMALL = "s"
    LARGE = "l"


class Line(BaseModel):
    title: str
    price: float | None = None


class Choice(BaseModel):
    colour: Literal["red", "blue"]


class Order(BaseModel):
    name: Annotated[str, Field(min_length=2)]
    nickname: str = ""
    age: int | None = None
    size: Size = Size.SMALL
    tags: list[str] = []
    labels: list[str] | None = None
    address: Address | None = None
    lines: list[Line] = []
    agree: bool = False
    password: str = "x"
    answer: SecretStr = SecretStr("")

    @field_validator("name")
    @classmethod
    def not_root(cls, value: str) -> str:
        if value == "root":
            raise ValueError("That name is taken")
        return value


class Address(BaseModel):
    city: str
    zip: int | None = None


class _Request:
    headers = Headers({"content-type": "multipart/form-data; boundary=x"})

    def __init__(self, fields: FormData) -> None:
        self._fields = fields

    async def form(self) -> FormData:
        return self._fields


class _Event:
    def __init__(self, fields: FormData) -> None:
        self.request = _Request(fields)


async def create(event: Any, form: Order) -> Order:
    return form


def submit(*fields: tuple[str, Any]) -> Any:
    """What the action returns for these fields."""
    action = bind_action("+page.server.py", "create", create)
    return anyio.run(action, _Event(FormData(list(fields))))


def failed(*fields: tuple[str, Any]) -> dict[str, Any]:
    failure = submit(*fields)
    assert isinstance(failure, ActionFailure)
    assert failure.status == 400
    data: dict[str, Any] = failure.data
    return data


def test_fields_become_the_model() -> None:
    order = submit(
        *[("name", "Ann"), ("age", "7"), ("size", "l"), ("tags", "one"), ("agree", "on")],
        *[
            ("address.city", "Rome"),
            ("lines[0].title", "tea"),
            ("lines[0].price", "2.5"),
            ("lines[1].title", "cup"),
        ],
    )
    assert order == Order(
        name="Ann",
        age=7,
        size=Size.LARGE,
        tags=["one"],
        agree=True,
        address=Address(city="Rome"),
        lines=[Line(title="tea", price=2.5), Line(title="cup")],
    )


@pytest.mark.parametrize(
    "fields",
    [
        [("tags", "a"), ("tags", "b")],
        [("tags[]", "a"), ("tags[]", "b")],
        [("tags[1]", "b"), ("tags[0]", "a")],
    ],
)
def test_ways_to_write_a_list(fields: list[tuple[str, str]]) -> None:
    assert submit(("name", "Ann"), *fields).tags == ["a", "b"]


def test_a_list_that_may_be_missing() -> None:
    assert submit(("name", "Ann"), ("labels", "one")).labels == ["one"]
    assert submit(("name", "Ann")).labels is None


def test_empty_inputs() -> None:
    """Browsers send them as empty texts; only for texts that is a value."""
    order = submit(
        ("name", "Ann"), ("nickname", ""), ("age", ""), ("lines[0].title", "x"), ("lines[0].price", "")
    )
    assert (order.nickname, order.age, order.lines) == ("", None, [Line(title="x")])


def test_errors_by_field() -> None:
    data = failed(("age", "old"), ("address.zip", "x"), ("lines[0].price", "y"))
    assert data["errors"] == {
        "name": "This field is required.",
        "age": "Input should be a valid integer, unable to parse string as an integer.",
        "address.city": "This field is required.",
        "address.zip": "Input should be a valid integer, unable to parse string as an integer.",
        "lines[0].title": "This field is required.",
        "lines[0].price": "Input should be a valid number, unable to parse string as a number.",
    }
    assert data["values"] == {"age": "old", "address.zip": "x", "lines[0].price": "y"}


def test_a_message_of_the_app_for_what_is_missing() -> None:
    class Strict(BaseModel):
        name: str = ""

        @field_validator("name")
        @classmethod
        def given(cls, value: str) -> str:
            if not value:
                raise PydanticCustomError("missing", "Please type a name")
            return value

    with pytest.raises(ValidationError) as failure:
        Strict.model_validate({"name": ""})
    answer = rejected(failure.value, {"name": [""]}, Shape((Strict,)))
    assert answer.data["errors"] == {"name": "Please type a name."}


def test_the_apps_own_message() -> None:
    assert failed(("name", "root"))["errors"] == {"name": "That name is taken."}


@pytest.mark.parametrize(
    "name",
    [
        "password",
        "user.password",
        "new_passwd",
        "api_key",
        "apiKey",
        "token",
        "cvc",
        "pin",
        "SECRET",
        "answer",
    ],
)
def test_secrets_are_never_sent_back(name: str) -> None:
    data = failed((name, "hunter2"), ("age", "x"))
    assert data["values"] == {"age": "x"}
    assert "hunter2" not in str(data)


def test_what_no_page_can_hold_is_not_sent_back() -> None:
    data = failed(("__proto__", "x"), ("age", "x"))
    assert data["values"] == {"age": "x"}
    codec.stringify(data)  # and so are no errors by that name


def test_an_error_without_a_name_to_show_it_at() -> None:
    class Strict(BaseModel):
        model_config = ConfigDict(extra="forbid")

    with pytest.raises(ValidationError) as caught:
        Strict.model_validate({"__proto__": "x"})
    refused = rejected(caught.value, {"__proto__": ["x"]}, Shape((Strict,)))
    assert refused.data == {"errors": {"": "Extra inputs are not permitted."}, "values": {}}


def test_files_are_not_sent_back() -> None:
    upload = UploadFile(file=None, filename="x", headers=Headers())  # type: ignore[arg-type] # never read
    assert failed(("picture", upload), ("tags", "a"), ("tags", "b"))["values"] == {"tags": ["a", "b"]}


def test_a_field_of_several_values_comes_back_as_a_list_and_others_as_a_text() -> None:
    sent = (("tags", "a"), ("age", "x"), ("age", "y"), ("odd", "1"), ("odd", "2"))
    assert failed(*sent)["values"] == {"tags": ["a"], "age": "y", "odd": ["1", "2"]}


HOSTILE = [
    *("", "[]", "[0]", "[0][1]", ".", "a.", ".a", "a..b", "a[", "a]", "a[b]", "a[-1]", "a[1", "]["),
    *("a[99999999999]", "a[" + "9" * 5000 + "]", "a[٣]", "a[0]" * 200, "a" + ".a" * 20_000, "[0]" * 20_000),
    *(
        "__proto__",
        "__class__.x",
        "constructor[prototype]",
        "name.x",
        "lines.0",
        "tags.x.y",
        "\0",
        "é",
        "a b",
    ),
]


@pytest.mark.parametrize("name", HOSTILE, ids=lambda name: repr(name[:20]))
def test_hostile_names_are_no_crash(name: str) -> None:
    order = submit(("name", "Ann"), (name, "x"), (name + "[]", "y"), (name + "[0]", "z"))
    assert isinstance(order, (Order, ActionFailure))


names = st.lists(
    st.sampled_from(["a", "b", ".", "[0]", "[1]", "[]", "[", "]", "name", "lines", "tags"]), max_size=5
).map("".join)


@given(fields=st.lists(st.tuples(names, st.sampled_from(["", "x"])), max_size=6))
def test_any_names_are_no_crash(fields: list[tuple[str, str]]) -> None:
    nest(group(FormData([*fields])), Shape((Order,)))
    assert isinstance(submit(*fields), (Order, ActionFailure))


def test_equal_parts_do_not_mix() -> None:
    assert nest({"a": ["1"], "a.b": ["2"]}, Shape((Order,))) == {"a": "1"}
    assert nest({"a.b": ["2"], "a": ["1"]}, Shape((Order,))) == {"a": {"b": "2"}}


def test_a_plain_action_gets_the_event_only() -> None:
    def plain(event: Any) -> str:
        return "done"

    assert anyio.run(bind_action("f", "n", plain), _Event(FormData())) == "done"


def test_the_second_parameter_must_be_a_model() -> None:
    async def create(event: Any, form: dict[str, str]) -> None: ...

    with pytest.raises(
        AppError, match=r"src/x\.py: action 'new' takes 'form', which must be annotated with a pydantic"
    ):
        bind_action("src/x.py", "new", create)


def test_an_annotation_that_cannot_be_resolved() -> None:
    async def create(event: Any, form: Missing) -> None: ...  # type: ignore[name-defined] # noqa: F821 - the point

    with pytest.raises(AppError, match=r"src/x\.py: action 'new': .*'Missing' is not defined"):
        bind_action("src/x.py", "new", create)


def test_literals_say_what_is_expected() -> None:
    async def choose(event: Any, form: Choice) -> None: ...

    failure = anyio.run(bind_action("f", "n", choose), _Event(FormData([("colour", "<script>")])))
    assert failure.data["errors"] == {"colour": "Input should be 'red' or 'blue'."}
