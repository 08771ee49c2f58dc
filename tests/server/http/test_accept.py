"""Content negotiation, compared with SvelteKit's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lissome.server.http.accept import preferred_type

if TYPE_CHECKING:
    from support.kit import Kit

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"

types = st.sampled_from(
    ["text/html", "application/json", "*/*", "text/*", "*", "image/png", "", "text", "a/b/c"]
)
# without those that are no numbers: their order is an accident of JavaScript's sort
weights = st.sampled_from(["", ";q=0", ";q=0.5", " ; q=1", ";Q=0.1", ";level=1;q=0.3", ";q="])
ranges = st.builds(
    lambda space, kind, weight: space + kind + weight, st.sampled_from(["", " ", "\t"]), types, weights
)
accepts = st.lists(ranges, max_size=5).map(",".join)


@given(accept=accepts, offered=st.permutations(["text/html", "application/json", "*"]))
def test_as_kit(kit: Kit, accept: str, offered: list[str]) -> None:
    assert preferred_type(accept, offered) == kit.call("negotiate", accept, offered)


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (BROWSER, "text/html"),
        ("application/json", "application/json"),
        ("*/*", "application/json"),  # the first that is offered
        ("text/html;q=0.5, application/json;q=0.4", "text/html"),
        ("text/html;q=0.9.1, application/json", "application/json"),  # no number: the least
        ("image/png", None),
        ("nonsense", None),
        ("", None),
        ("image/png," * 99 + "text/html", "text/html"),
        ("image/png," * 100 + "text/html", None),  # a hundred are looked at
    ],
)
def test_examples(accept: str, expected: str | None) -> None:
    assert preferred_type(accept, ("application/json", "text/html")) == expected
