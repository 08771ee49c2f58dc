"""JavaScript values without a Python type."""

from __future__ import annotations

import copy
import datetime as dt
import pickle

import pytest

from lissome import codec
from lissome.codec.values import Date


def test_undefined_is_one_falsy_object() -> None:
    assert not codec.UNDEFINED
    assert str(codec.UNDEFINED) == "UNDEFINED"
    assert copy.deepcopy(codec.UNDEFINED) is codec.UNDEFINED
    assert pickle.loads(pickle.dumps(codec.UNDEFINED)) is codec.UNDEFINED


@pytest.mark.parametrize(
    ("moment", "ms", "iso"),
    [
        (dt.datetime(1970, 1, 1), 0, "1970-01-01T00:00:00.000Z"),  # noqa: DTZ001 - a naive one is UTC
        (dt.datetime(1970, 1, 1, 0, 0, 0, 1999), 1, "1970-01-01T00:00:00.001Z"),  # noqa: DTZ001 - a naive one is UTC
        (dt.datetime(1969, 12, 31, 23, 59, 59, 999_999), -1, "1969-12-31T23:59:59.999Z"),  # noqa: DTZ001
        (
            dt.datetime(1970, 1, 1, 2, tzinfo=dt.timezone(dt.timedelta(hours=2))),
            0,
            "1970-01-01T00:00:00.000Z",
        ),
    ],
)
def test_dates(moment: dt.datetime, ms: int, iso: str) -> None:
    assert (Date(moment).ms, Date(moment).iso) == (ms, iso)


def test_a_date_beyond_the_years() -> None:
    with pytest.raises(OverflowError):
        Date(dt.datetime(1, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=1))))
