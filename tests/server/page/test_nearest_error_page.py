"""Error pages as kit chooses them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from lissome.server.page.nearest_error_page import nearest_error_page
from support.branches import bare_node, branches

if TYPE_CHECKING:
    from support.kit import Kit


@given(branch=branches(), data=st.data())
def test_nearest_error_page(
    kit: Kit, branch: tuple[list[int | None], list[int | None]], data: st.DataObject
) -> None:
    shape, errors = branch
    failed = data.draw(st.integers(0, len(shape) - 1))
    nodes = [None if index is None else bare_node(index) for index in shape]
    found = nearest_error_page(failed, nodes, errors)
    assert (None if found is None else list(found)) == kit.call("nearest_error_page", failed, shape, errors)
