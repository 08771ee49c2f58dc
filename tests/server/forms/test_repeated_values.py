"""Several values of one name: Starlette's form gives the last; dev says so, once per place."""

from __future__ import annotations

import logging

import pytest
from starlette.datastructures import FormData, UploadFile

from lissome.server.forms.repeated_values import RepeatedValues

ITEMS: list[tuple[str, str | UploadFile]] = [("tags", "a"), ("tags", "b"), ("tags", "c"), ("name", "Ann")]


@pytest.fixture
def form() -> FormData:
    return RepeatedValues().make_form(list(ITEMS))


@pytest.fixture
def said(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.WARNING, "lissome.server")
    return caplog


def read(form: FormData) -> list[object]:
    return [
        form.get("tags"),
        form["tags"],
        *(form.get("tags") for _ in range(3)),
        dict(form)["tags"],
    ]


def test_it_says_once_per_place_what_to_write(
    form: FormData, said: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir("/")
    line = read.__code__.co_firstlineno
    assert read(form) == read(form) == ["c"] * 6
    place = __file__.removeprefix("/")
    assert said.messages == [
        f"{place}:{line + number}: {how} has 3 values and gives the last one; form.getlist('tags') gives all"
        for number, how in (
            (2, "form.get('tags')"),
            (3, "form['tags']"),
            (4, "form.get('tags')"),
            (5, "form['tags']"),
        )
    ]


def test_it_is_like_starlettes(form: FormData, said: pytest.LogCaptureFixture) -> None:
    plain = FormData(ITEMS)
    assert form.multi_items() == plain.multi_items()
    assert form.getlist("tags") == ["a", "b", "c"]
    assert (form["name"], form.get("name"), form.get("none"), form.get("none", "x")) == (
        "Ann",
        "Ann",
        None,
        "x",
    )
    assert "name" in form
    assert list(form) == ["tags", "name"]
    with pytest.raises(KeyError):
        form["none"]
    assert said.messages == []
