"""Branches of nodes, as hypothesis makes them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from lissome.manifest import Node
from lissome.server.startup.nodes import ServerNode


def bare_node(index: int, **fields: Any) -> ServerNode:
    return ServerNode(index, Node(index, (), (), **fields))


@st.composite
def branches(draw: st.DrawFn) -> tuple[list[int | None], list[int | None]]:
    """A branch with a root layout and a leaf, and the error page of each depth but the leaf's."""
    layouts = draw(st.lists(st.sampled_from([1, None]), max_size=4))
    errors = draw(
        st.lists(st.sampled_from([7, 8, 9, None]), min_size=len(layouts) + 1, max_size=len(layouts) + 1)
    )
    return [1, *layouts, 1], [1, *errors[1:]]
