"""Accounts and notes, without a server or a browser."""

import pytest
from lissome.testing import AppUnderTest, User

NEW = {"name": "Ann", "email": "ann@example.org", "password": "a long enough one"}


async def register(app: AppUnderTest, name: str) -> User:
    user = app.user(name)
    page = await user.submit("/register", {**NEW, "name": name, "email": f"{name}@example.org"})
    assert page.path == "/notes"
    return user


async def test_notes_are_for_those_who_are_signed_in(lissome_app: AppUnderTest) -> None:
    page = await lissome_app.user("stranger").page("/notes")
    assert page.path == "/login"


async def test_notes_are_ones_own(lissome_app: AppUnderTest) -> None:
    ann, ben = await register(lissome_app, "ann"), await register(lissome_app, "ben")
    assert "Milk" in (await ann.submit("/notes?/add", {"text": "Milk"})).text
    assert (await ben.data("/notes"))["notes"] == []
    note = (await ann.data("/notes"))["notes"][0]
    await ben.post_action("/notes?/remove", {"id": str(note["id"])})
    assert (await ann.data("/notes"))["notes"] == [note]
    await ann.post_action("/notes?/remove", {"id": str(note["id"])})
    assert (await ann.data("/notes"))["notes"] == []


async def test_sign_out_and_in_again(lissome_app: AppUnderTest) -> None:
    ann = await register(lissome_app, "ann")
    assert (await ann.submit("/logout", {})).path == "/"
    assert (await ann.page("/notes")).path == "/login"
    wrong = await ann.post_action("/login", {"email": NEW["email"], "password": "another one"})
    assert (wrong.type, wrong.status) == ("failure", 400)
    page = await ann.submit("/login?redirect_to=%2Fnotes", NEW)
    assert page.path == "/notes"


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"email": "ann"}, "email"), ({"password": "short"}, "password"), ({"name": " "}, "name")],
)
async def test_registrations_are_checked(
    lissome_app: AppUnderTest, changed: dict[str, str], field: str
) -> None:
    refused = await lissome_app.user("ann").post_action("/register", NEW | changed)
    assert (refused.type, list(refused.data["errors"])) == ("failure", [field])
    assert "password" not in refused.data["values"]


async def test_an_address_registers_once(lissome_app: AppUnderTest) -> None:
    await register(lissome_app, "ann")
    refused = await lissome_app.user("other").post_action("/register", NEW)
    assert (refused.status, list(refused.data["errors"])) == (409, ["email"])
