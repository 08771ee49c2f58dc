"""The targets of a probe."""

from __future__ import annotations

import pytest

from lissome.errors import AppError
from lissome.testing import AppUnderTest
from lissome.testing.two_user_probe.input_names import InputNames
from lissome.testing.two_user_probe.targets import make_plan

pytestmark = [pytest.mark.node, pytest.mark.timeout(600)]  # the first one builds the app


async def test_a_plan_asks_in_every_way(leaky: AppUnderTest) -> None:
    routes = ["/leaky/other_module", "/leaky/in_the_route", "/leaky/callback_kept"]
    names = InputNames.read(leaky.root)
    plan = await make_plan(leaky, names, routes, read_only=False)
    assert [target.label for target in plan.targets] == [
        "GET /leaky/other_module",
        "GET /leaky/other_module/__data.json",
        "GET /leaky/in_the_route",
        "GET /leaky/in_the_route/__data.json",
        "POST /leaky/other_module",
        "POST /leaky/in_the_route",
        "POST /leaky/callback_kept",
    ]
    plan = await make_plan(leaky, names, routes, read_only=True)
    assert {target.method for target in plan.targets} == {"GET"}


async def test_paths_name_routes_too(basics: AppUnderTest) -> None:
    plan = await make_plan(basics, InputNames(), ["/items/1"], read_only=True)
    assert plan.targets[0].route.id == "/items/[id]"
    assert plan.paths == {"/items/[id]": ["/items/1"]}


async def test_unknown_routes_are_refused(basics: AppUnderTest) -> None:
    with pytest.raises(AppError, match="Did you mean /about"):
        await make_plan(basics, InputNames(), ["/abuot"], read_only=True)
