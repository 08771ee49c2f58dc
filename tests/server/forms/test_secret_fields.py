"""Fields whose type says that they are secret: none of them is shown again."""

from __future__ import annotations

from typing import Annotated, Any

import pytest
from pydantic import AliasChoices, AliasPath, BaseModel, Field, Secret, SecretBytes, SecretStr

from lissome.control import ActionFailure
from server.forms.bodies import URLENCODED
from support.inputs import Event, bind_action


class Own(SecretStr):
    """An app's own kind of secret."""


class Answers(BaseModel):
    age: int
    one: SecretStr = SecretStr("")
    raw: SecretBytes = SecretBytes(b"")
    own: Own = Own("")
    number: Secret[int] = Secret(0)
    many: list[SecretStr] = []
    some: list[Annotated[Secret[str], "odd"] | None] | None = None
    pair: tuple[str, SecretStr] | None = None
    named: dict[str, SecretStr] = {}
    inner: Annotated[SecretStr, Field(validation_alias=AliasPath("deep", "er"))] = SecretStr("")
    first: Annotated[SecretStr, Field(validation_alias=AliasChoices("called", AliasPath("row", 0)))] = (
        SecretStr("")
    )


async def answer(event: Any, form: Answers) -> object:
    return form


@pytest.mark.parametrize(
    "name",
    [
        *("one", "raw", "own", "number", "many", "many[]", "many[0]", "some", "pair", "named.x", "deep.er"),
        *("called", "row", "row[0]"),
    ],
)
async def test_it_is_not_shown_again(name: str) -> None:
    failure = await bind_action("f", "a", answer)(Event({}, "", f"age=x&{name}=7".encode(), URLENCODED))
    assert isinstance(failure, ActionFailure)
    assert failure.data["values"] == {"age": "x"}


async def test_it_arrives() -> None:
    """Also below a path of names."""
    form = await bind_action("f", "a", answer)(
        Event({}, "", b"age=7&number=1&many=a&many=b&deep.er=c&row[0]=d", URLENCODED)
    )
    assert form.number.get_secret_value() == 1
    assert [each.get_secret_value() for each in (*form.many, form.inner, form.first)] == ["a", "b", "c", "d"]
