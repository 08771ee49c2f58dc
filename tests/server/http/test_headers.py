"""Header fields: repeated ones, and those that cannot be sent."""

from __future__ import annotations

import pytest

from lissome.server.http.headers import check_header, combine


def test_repeated_fields_are_one() -> None:
    pairs = [(b"accept", b"a"), (b"cookie", b"x=1"), (b"accept", b"b"), (b"cookie", b"y=2"), (b"te", b"t")]
    assert combine(pairs) == {b"accept": b"a, b", b"cookie": b"x=1; y=2", b"te": b"t"}


@pytest.mark.parametrize("name", [b"content-type", b"authorization", b"origin", b"if-none-match"])
def test_of_some_the_first_counts(name: bytes) -> None:
    assert combine([(name, b"a"), (name, b"b")]) == {name: b"a"}


def test_two_hosts_are_not_a_host() -> None:
    assert combine([(b"host", b"a.example"), (b"host", b"b.example")]) == {b"host": b"a.example, b.example"}


@pytest.mark.parametrize(("name", "value"), [("x-a", "b"), ("etag", 'W/"1"'), ("x", "\t caf\xe9"), ("x", "")])
def test_fields_that_can_be_sent(name: str, value: str) -> None:
    check_header(name, value)


@pytest.mark.parametrize(
    ("name", "value"), [("x y", "b"), ("", "b"), ("x", "a\nb"), ("x", "a\0"), ("x", "日")]
)
def test_fields_that_cannot(name: str, value: str) -> None:
    with pytest.raises(ValueError, match="a name is letters, digits and dashes"):
        check_header(name, value)


def test_cookies_have_their_own_way() -> None:
    with pytest.raises(ValueError, match=r"event\.cookies\.set"):
        check_header("set-cookie", "a=1")
