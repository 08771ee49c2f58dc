"""Patterns and parameters of route ids, compared with SvelteKit's own matching."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lissome.routing.pattern import compile_pattern, extract_params
from routing.routes import MATCHERS, RouteOf, ids, paths
from support.kit import KitError

if TYPE_CHECKING:
    from lissome.routing.params import Params, ParamValue
    from support.kit import Kit


def params_of(route: RouteOf, path: str) -> Params | None:
    match = compile_pattern(route.pattern).match(path)
    return None if match is None else extract_params(match.groups(), route.params, MATCHERS)


@given(data=st.data(), route_id=ids)
def test_a_route_matches_as_in_kit(kit: Kit, data: st.DataObject, route_id: str) -> None:
    path = data.draw(paths(route_id))
    route = RouteOf.kit(kit, route_id)
    try:
        found = kit.call("find_route", [route_id], path)
    except KitError:
        with pytest.raises(ValueError):
            params_of(route, path)
    else:
        assert params_of(route, path) == (None if found is None else found["params"])


@pytest.mark.parametrize(
    ("route_id", "path", "expected"),
    [
        ("/blog/[slug]", "/blog/a%2Fb", {"slug": "a/b"}),
        ("/blog/[slug]", "/blog/100%25", {"slug": "100%"}),
        ("/blog/[slug]", "/blog/a/b", None),
        ("/blog/[slug]", "/blog/", None),
        ("/blog/[slug]", "/blog/a/", {"slug": "a"}),
        ("/blog/[slug]", "/blog/a\n", {"slug": "a\n"}),  # Python's `$` would leave the line end out
        ("/[[lang]]/about", "/about", {}),
        ("/[[lang]]/about", "/de/about", {"lang": "de"}),
        ("/[...path]", "/", {"path": ""}),
        ("/[...path]", "/a\n/b", {"path": "a\n/b"}),
        ("/a[[x]]", "/a", {}),  # an empty optional group is no group in JavaScript
        ("/a[[x]]", "/ab", {"x": "b"}),
        ("/a-[x]-[y]b", "/a-1-2-3b", {"x": "1", "y": "2-3"}),
        ("/number/[n=integer]", "/number/12", {"n": 12}),  # a matcher may change the type
        ("/number/[n=integer]", "/number/x", None),
        # what an optional parameter refuses goes to the next one
        ("/blog/[[lang=word]]/[slug=integer]", "/blog/12", {"slug": 12}),
        ("/blog/[[lang=word]]/[slug=integer]", "/blog/de/12", {"lang": "de", "slug": 12}),
        ("/[[a=never]]/[[b=word]]", "/x", {"b": "x"}),
        ("/[[a=never]]/[[b=word]]", "/x/y", None),
        # ... or into a following rest
        ("/[[a=never]]/[...rest]", "/x/y", {"rest": "x/y"}),
        ("/[[a=word]]/[...rest]", "/x/y", {"a": "x", "rest": "y"}),
        ("/[x+5b]a[x+5d]", "/[a]", {}),
        ("/[u+d83d-de00]", "/\U0001f600", {}),
    ],
)
def test_examples(kit: Kit, route_id: str, path: str, expected: dict[str, ParamValue] | None) -> None:
    assert params_of(RouteOf.kit(kit, route_id), path) == expected


def test_malformed_values_are_an_error(kit: Kit) -> None:
    with pytest.raises(ValueError, match="malformed escape in '%2'"):
        params_of(RouteOf.kit(kit, "/[x]"), "/%2")
