"""Canaries, and where they are found again."""

from __future__ import annotations

import pytest

from lissome.testing.two_user_probe.canary import CanaryFactory, CanaryRegistry


@pytest.fixture
def canaries() -> CanaryRegistry:
    return CanaryRegistry()


@pytest.fixture
def ann(canaries: CanaryRegistry) -> CanaryFactory:
    return CanaryFactory(canaries, "ann", "POST /users?/create")


def test_canaries_know_where_they_came_from(canaries: CanaryRegistry, ann: CanaryFactory) -> None:
    value = ann.text("form field name")
    (found,) = canaries.find(f"<b>{value.upper()}</b> {value}".encode())
    assert (found.user, found.request, found.spot) == ("ann", "POST /users?/create", "form field name")


def test_numbers_and_uuids_are_canaries(canaries: CanaryRegistry, ann: CanaryFactory) -> None:
    number, uuid = ann.number("a"), ann.uuid("b")
    assert {canary.value for canary in canaries.find(f"[{number},'{uuid}']".encode())} == {number, uuid}
    assert list(canaries.find(f"1{number}".encode())) == []


def test_secrets_of_the_app_are_canaries(canaries: CanaryRegistry) -> None:
    canaries.add("A-session-token", "bob", "cookie session")
    (found,) = canaries.find(b"token=A-session-token")
    assert (found.user, found.spot) == ("bob", "cookie session")


def test_canaries_are_found_in_what_the_app_keeps(canaries: CanaryRegistry, ann: CanaryFactory) -> None:
    canaries.add("A-session-token", "ann", "cookie session")
    value = ann.text("form field name")
    assert canaries.find_texts(f"{value}, a-session-token") == [value, "A-session-token"]
    assert canaries.find_texts("\udc80") == []  # half a character, as in a file's name
