"""Routes that are refused for a while."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from lissome.errors import RouteRefused
from lissome.server.refused_routes import SIZE, RefusedRoutes


@dataclass
class Clock:
    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def routes(clock: Clock) -> RefusedRoutes:
    return RefusedRoutes(clock=clock)


def test_only_that_route_is_refused_and_only_for_a_while(routes: RefusedRoutes, clock: Clock) -> None:
    routes.check("/bad")
    assert routes.refuse("/bad") == 10
    clock.now += 0.5
    with pytest.raises(RouteRefused) as refusal:
        routes.check("/bad")
    assert (refusal.value.status, refusal.value.seconds) == (503, 10)
    routes.check("/good")
    clock.now += 9.5
    routes.check("/bad")


def test_longer_each_time(routes: RefusedRoutes, clock: Clock) -> None:
    for expected in (10, 20, 40, 60, 60):
        assert routes.refuse("/bad") == expected
        clock.now += 100
    assert routes.refuse("/other") == 10
    clock.now += 4000
    assert routes.refuse("/bad") == 10


def test_all_workers_share_the_table(clock: Clock) -> None:
    table = bytearray(SIZE)
    RefusedRoutes(memoryview(table), clock).refuse("/bad")
    with pytest.raises(RouteRefused):
        RefusedRoutes(memoryview(table), clock).check("/bad")


def test_many_routes_fit(routes: RefusedRoutes) -> None:
    """Of two at one place the later one counts."""
    for number in range(1000):
        routes.refuse(f"/{number}")
    refused = 0
    for number in range(1000):
        try:
            routes.check(f"/{number}")
        except RouteRefused:
            refused += 1
    assert 100 < refused <= SIZE // 32
