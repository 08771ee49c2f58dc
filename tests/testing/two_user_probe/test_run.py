"""Runs of the two-user probe. What it finds is in tests/state_guard/test_leaky.py."""

from __future__ import annotations

import pytest

from lissome.errors import AppError
from lissome.server.startup.import_report import ImportReport
from lissome.server.startup.modules import BrokenModule
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


async def test_one_user_is_not_enough(basics: AppUnderTest) -> None:
    with pytest.raises(AppError, match="two users"):
        await probe(basics, ["/"], users=1)


async def test_values_of_a_login_cross_and_advice_helps(leaky: AppUnderTest) -> None:
    """They are no canaries: the app was given them in place of a login."""
    leaky.inject(lambda name: {"user": f"{name}@example.com"})
    way = "/leaky/set_of_users"
    report = await probe(leaky, [way], users=["ann", "bob"])
    crossed = [leak for leak in report.leaks if leak.kind == "crossing"]
    assert crossed
    assert "as value user of every request" in crossed[0].message
    assert "--public user," in crossed[0].message
    report = await probe(leaky, [way], users=["cleo", "dan"], public=["user"])
    assert not [leak for leak in report.leaks if leak.kind == "crossing"]


async def test_values_for_fields(leaky: AppUnderTest) -> None:
    report = await probe(leaky, ["/leaky/module_list"], values={"item": "tea"})
    assert report.sent
    assert not [leak for leak in report.leaks if "form field item" in leak.message]


async def test_a_broken_module_is_said_first(basics: AppUnderTest) -> None:
    module = BrokenModule("src/routes/+page.server.py", NameError("x"), "src/lib/a.py:1")
    basics.runtime.imports = ImportReport(2, (module,))
    with pytest.raises(
        AppError, match=r"mend this first: src/routes/\+page.server.py cannot be imported: NameError: x"
    ):
        await probe(basics, ["/"])
