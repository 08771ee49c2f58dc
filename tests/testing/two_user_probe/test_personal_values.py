"""Values by which the probe recognises a user, without having sent them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

import pytest

from lissome.testing.two_user_probe.canary import CanaryRegistry
from lissome.testing.two_user_probe.personal_values import only_theirs, values_of


@dataclass(slots=True)
class Account:
    number: int
    email: str


class Plan(NamedTuple):
    code: str


class Row:
    def __init__(self) -> None:
        self.token = "tok-1"

    @property
    def later(self) -> str:
        raise AssertionError("properties of the app are not called")


def test_values_and_their_places() -> None:
    given = {
        "user": {"name": "ann", "id": 4711, "tags": ["first", "x"]},
        "account": Account(10_001, "ann@example.com"),
        "plan": Plan("gold"),
        "row": Row(),
        "key": UUID(int=7),
        "short": "a",
        "small": 12,
        "flag": True,
        "none": None,
        "sign": "----",
        "raw": b"bytes",
    }
    assert values_of(given) == {
        "user.name": "ann",
        "user.id": "4711",
        "user.tags.0": "first",
        "account.number": "10001",
        "account.email": "ann@example.com",
        "plan.code": "gold",
        "row.token": "tok-1",
        "key": "00000000-0000-0000-0000-000000000007",
    }


def test_values_in_a_circle_end() -> None:
    circle: dict[str, object] = {}
    circle["self"] = circle
    assert values_of(circle) == {}


def test_what_several_users_have_is_nobodys() -> None:
    given = {"1": {"role": "member", "name": "ann"}, "2": {"role": "Member", "name": "bob"}}
    assert only_theirs(given) == {"1": {"name": "ann"}, "2": {"name": "bob"}}


@pytest.mark.parametrize(
    ("answer", "seen"), [("<b>Ann</b>", True), ('{"by":"ann"}', True), ("<banner>", False), ("ann_2", False)]
)
def test_they_are_found_in_answers_as_whole_words(answer: str, seen: bool) -> None:
    canaries = CanaryRegistry()
    canaries.add_personal("ann", "user 1", "value user.name")
    canaries.add_personal("ann@example.com", "user 1", "value user.email")
    assert bool(list(canaries.find_in_answer(answer.encode()))) is seen
    assert canaries.find_texts(answer) == []  # a table of users in the app may have it
    (found,) = canaries.find_in_answer(b"to ANN@example.com")
    assert found.public_name == "user.email"
