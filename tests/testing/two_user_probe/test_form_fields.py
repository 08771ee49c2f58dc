"""The fields of forms, and values for them."""

from __future__ import annotations

from enum import Enum
from typing import Literal

import pytest
from pydantic import BaseModel, SecretStr
from pydantic import Field as Constraint

from lissome.testing.two_user_probe.canary import CanaryFactory, CanaryRegistry
from lissome.testing.two_user_probe.form_fields import FormField, PageContent, fill_all, model_fields


@pytest.fixture
def canaries() -> CanaryRegistry:
    return CanaryRegistry()


@pytest.fixture
def ann(canaries: CanaryRegistry) -> CanaryFactory:
    return CanaryFactory(canaries, "ann", "POST /users?/create")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (FormField("role", options=("", "admin", "viewer")), "viewer"),
        (FormField("day", "date"), "2026-01-31"),
        (FormField("age", "number", minimum=18, maximum=99), "18"),
        (FormField("agree", "checkbox"), "on"),
        (FormField("token", "hidden", "t0ken"), "t0ken"),
        (FormField("code", max_length=4), "xxx"),
    ],
)
def test_where_no_canary_fits(field: FormField, value: str, ann: CanaryFactory) -> None:
    assert field.fill(ann) == value


@pytest.mark.parametrize(
    ("field", "start", "end"),
    [
        (FormField("email"), "zq", "@canary.example"),
        (FormField("contact", "email"), "zq", "@canary.example"),
        (FormField("homepage", "url"), "https://canary.example/zq", ""),
        (FormField("new_password"), "zq", "-A1!"),
        (FormField("amount", "number"), "7", ""),
        (FormField("message", max_length=100), "zq", ""),
    ],
)
def test_where_one_fits(
    field: FormField, start: str, end: str, ann: CanaryFactory, canaries: CanaryRegistry
) -> None:
    value = field.fill(ann)
    assert value.startswith(start)
    assert value.endswith(end)
    assert list(canaries.find(value.encode()))


class Colour(Enum):
    RED = "red"


class Address(BaseModel):
    city: str


class CreateUser(BaseModel):
    name: str = Constraint(max_length=40)
    age: int | None = Constraint(default=None, ge=18, le=99)
    role: Literal["admin", "member"] = "member"
    colour: Colour
    password: SecretStr
    address: Address
    tags: list[str]
    active: bool = True


def test_fields_of_a_model(ann: CanaryFactory) -> None:
    fields = fill_all(model_fields(CreateUser), ann)
    assert fields.keys() == {"name", "age", "role", "colour", "password", "address.city", "tags[]", "active"}
    assert (fields["role"], fields["colour"], fields["active"], fields["age"]) == (
        "member",
        "red",
        "on",
        "18",
    )
    assert fields["password"].endswith("-A1!")


def test_fields_of_a_page() -> None:
    page = """
        <a href="/users/7">Mara</a> <a href="https://example.com/">elsewhere</a>
        <form><input name="q"></form>
        <form method="post" action="?/create&page=2">
            <input type="hidden" name="token" value="t0ken">
            <input name="name" maxlength="40"> <textarea name="about"></textarea>
            <select name="role"><option value="admin">A</option><option value="member">M</option></select>
            <button name="how">Save</button> <input type="file" name="photo">
        </form>
    """
    document = PageContent.read(page)
    (form,) = document.forms
    assert document.links == ["/users/7", "https://example.com/"]
    assert list(form.fields) == ["token", "name", "about", "role"]
    assert form.fields["role"].options == ("admin", "member")
    assert form.fields["name"].max_length == 40
    assert form.calls("/users", "create")
    assert not form.calls("/users", "remove")
    assert not form.calls("/users", "default")


@pytest.mark.parametrize("action", ["", "/login", "?next=%2F"])
def test_forms_of_the_default_action(action: str) -> None:
    (form,) = PageContent.read(f'<form method="POST" action="{action}"><input name="a"></form>').forms
    assert form.calls("/login", "default")
