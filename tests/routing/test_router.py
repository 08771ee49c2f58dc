"""The tree of routes finds what trying every pattern in kit's order finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lissome.routing.pattern import compile_pattern
from lissome.routing.router import Router
from routing.routes import MATCHERS, RouteOf, ids, paths
from support.kit import KitError

if TYPE_CHECKING:
    from support.kit import Kit


@given(data=st.data(), route_ids=st.lists(ids, min_size=1, max_size=12, unique=True))
def test_the_tree_changes_nothing(kit: Kit, data: st.DataObject, route_ids: list[str]) -> None:
    """Against kit's own linear search."""
    path = data.draw(paths(data.draw(st.sampled_from(route_ids))))
    router = Router([RouteOf.kit(kit, route_id) for route_id in route_ids])
    try:
        expected = kit.call("find_route", route_ids, path)
    except KitError:
        with pytest.raises(ValueError):
            router.find(path, MATCHERS)
        return
    found = router.find(path, MATCHERS)
    assert (None if found is None else {"id": found[0].id, "params": found[1]}) == expected


@given(data=st.data(), route_ids=st.lists(ids, min_size=1, max_size=12, unique=True))
def test_candidates_leave_out_no_match(kit: Kit, data: st.DataObject, route_ids: list[str]) -> None:
    path = data.draw(paths(data.draw(st.sampled_from(route_ids))))
    routes = [RouteOf.kit(kit, route_id) for route_id in route_ids]
    matching = {index for index, route in enumerate(routes) if compile_pattern(route.pattern).match(path)}
    candidates = Router(routes).candidates(path)
    assert matching <= set(candidates)
    assert candidates == sorted(set(candidates))


def test_static_routes_are_looked_up(kit: Kit) -> None:
    router = Router([RouteOf.kit(kit, f"/page-{n}") for n in range(500)])
    assert router.candidates("/page-77") == [77]
    assert router.candidates("/page-77/") == [77]
    assert router.candidates("/other") == []


def test_the_first_route_wins(kit: Kit) -> None:
    routes = [RouteOf.kit(kit, route_id) for route_id in ("/a/[n=integer]", "/a/[x]", "/[...rest]")]
    router = Router(routes)
    found = [router.find(path, MATCHERS) for path in ("/a/1", "/a/b", "/c")]
    assert [(route.id, params) for route, params in filter(None, found)] == [
        ("/a/[n=integer]", {"n": 1}),
        ("/a/[x]", {"x": "b"}),
        ("/[...rest]", {"rest": "c"}),
    ]


def test_no_route(kit: Kit) -> None:
    assert Router([RouteOf.kit(kit, "/a")]).find("/b", MATCHERS) is None
    assert Router([]).find("/", MATCHERS) is None
