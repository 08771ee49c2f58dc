"""The addresses that lead to a route."""

from __future__ import annotations

import pytest

from lissome.routing.resolve_route import without_groups
from lissome.testing import AppUnderTest
from lissome.testing.two_user_probe.addresses import address, find, local_paths
from lissome.testing.two_user_probe.canary import CanaryFactory, CanaryRegistry
from lissome.testing.two_user_probe.input_names import InputNames
from lissome.testing.two_user_probe.targets import make_plan


@pytest.fixture
def factory() -> CanaryFactory:
    return CanaryFactory(CanaryRegistry(), "ann", "GET /")


@pytest.mark.node
@pytest.mark.timeout(600)
async def test_addresses_respect_matchers(basics: AppUnderTest, factory: CanaryFactory) -> None:
    server = basics.runtime
    for route in [entry.id for entry in server.manifest.routes]:
        found = next(one for one in (await make_plan(basics, InputNames(), [route], read_only=True)).targets)
        path = await address(server, found.route, factory, {})
        assert path is not None, route
        again = await find(server, path)
        assert again is not None
        assert again.id == route
    numbered = (await make_plan(basics, InputNames(), ["/number/[n=integer]"], read_only=True)).targets[0]
    path = await address(server, numbered.route, factory, {})
    assert path
    assert path.removeprefix("/number/").isdecimal()
    assert await address(server, numbered.route, factory, {"n": "seven"}) is None


def test_links_that_stay_in_the_app() -> None:
    links = [
        "/app/users/1?x=1",
        "https://example.com/a",
        "//example.com/b",
        "#top",
        "other",
        "../up",
        "/else",
    ]
    assert list(local_paths("/app", "/app/deep/page", links)) == ["/users/1", "/deep/other", "/up"]


def test_groups_are_no_part_of_paths() -> None:
    assert without_groups("/(app)/users/(all)/[id]") == "/users/[id]"
    assert without_groups("/") == "/"
