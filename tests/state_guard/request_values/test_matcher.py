"""Finding values of requests."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from lissome.state_guard.request_record import RequestRecord
from lissome.state_guard.request_values.matcher import ValueMatcher
from lissome.state_guard.request_values.values import ValueOrigin
from lissome.state_guard.writes.recorder import WriteLog

COOKIE = ValueOrigin("cookie 'user'", is_identity=True)
FIELD = ValueOrigin("form field 'a'")


def record(number: int = 1, **texts: ValueOrigin) -> RequestRecord:
    made = RequestRecord(number, f"request {number}", "abcd", WriteLog(number))
    for text, origin in texts.items():
        made.values.add_text(text, origin)
    return made


def test_objects_come_before_texts() -> None:
    one, part = record(ann_4711=COOKIE), SimpleNamespace()
    one.values.add_object(part, ValueOrigin("the event", is_request=True))
    match = ValueMatcher([one], lambda _: False, ()).find({"a": "ann_4711", "b": [part]})
    assert match is not None
    assert (match.record, match.origin.name, match.path, match.is_object) == (
        one,
        "the event",
        "['b'][0]",
        True,
    )
    assert match.is_request


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ("ann_4711", ""),
        ("Hello, Ann_4711!", ""),
        ({"name": "ann_4711"}, "['name']"),
        (SimpleNamespace(user=b"ann_4711"), ".user"),
        (["hello", "bob"], None),
    ],
)
def test_texts(value: object, path: str | None) -> None:
    match = ValueMatcher([record(ann_4711=COOKIE)], lambda _: False, ()).find(value)
    assert (None if match is None else match.path) == path


def test_short_texts_are_whole_values_or_whole_words_of_an_identity() -> None:
    matcher = ValueMatcher([record(ann=COOKIE, tea=FIELD)], lambda _: False, ())
    assert matcher.find("tea") is not None
    assert matcher.find("green tea") is None
    assert matcher.find("hello ann") is not None
    assert matcher.find("hannah") is None


def test_ignored_texts_count_only_as_identities() -> None:
    matcher = ValueMatcher([record(admin_user=COOKIE, english=FIELD)], lambda _: True, ())
    assert matcher.find("admin_user") is not None
    assert matcher.find("english") is None


def test_of_equal_texts_the_first_requests_counts() -> None:
    match = ValueMatcher([record(2, coffee=FIELD), record(1, coffee=FIELD)], lambda _: False, ()).find(
        "coffee"
    )
    assert match is not None
    assert match.record.number == 2


def test_objects_of_the_app_are_not_entered() -> None:
    table = {"a": "ann_4711"}
    assert ValueMatcher([record(ann_4711=COOKIE)], lambda _: False, {id(table)}).find([table]) is None
