"""Runs of the two-user probe. What it finds is in tests/state_guard/test_leaky.py."""

from __future__ import annotations

import pytest

from lissome.errors import AppError
from lissome.testing import AppUnderTest, LeakError, probe
from lissome.testing.two_user_probe.login import FormLogin

pytestmark = [pytest.mark.node, pytest.mark.timeout(600)]  # the first one builds the app

LOGIN = FormLogin("/login", {"name": "{user}"})


async def test_shared_routes_may_cross(leaky: AppUnderTest) -> None:
    way = "/clean/rate_limiter"  # allowed by its comment, in what it keeps
    report = await probe(leaky, [way], sign_in=LOGIN)
    report.check()
    report = await probe(leaky, ["/leaky/in_the_route"], shared=["/leaky/in_the_route"], users=["ann", "bob"])
    assert not [leak for leak in report.leaks if leak.kind == "crossing" and "form field" in leak.message]


async def test_a_report_raises_with_what_leaked(leaky: AppUnderTest) -> None:
    report = await probe(leaky, ["/leaky/default_argument"], read_only=True, users=3)
    assert report.users == ["user 1", "user 2", "user 3"]
    with pytest.raises(LeakError, match=r"default_argument\.py:5: "):
        report.check()


async def test_one_user_is_not_enough(leaky: AppUnderTest) -> None:
    with pytest.raises(AppError, match="two users"):
        await probe(leaky, ["/"], users=1)
