"""What all responses of a branch have in common."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

from lissome.page_options import PageOptions
from lissome.server.page.branch import Branch


def node(index: int) -> Any:
    return SimpleNamespace(index=index, manifest=SimpleNamespace(universal_load=False, options=PageOptions()))


def test_error_pages_have_the_numbers_that_v8_knows() -> None:
    """Kit drops nodes that no route needs; then places in the manifest are no numbers of nodes."""
    nodes = [node(0), node(1), node(3), node(4), node(5)]  # 2 was dropped
    manifest = cast("Any", SimpleNamespace(nodes=nodes, paths=SimpleNamespace(base="")))
    view = Branch(manifest, (nodes[0], nodes[2], nodes[4]), (0, 1, 2), (None, 1, 3))
    assert view.error_nodes == (None, 1, 4)
    assert view.render_input == b'"branch":[0, 3, 5],"errors":[null, 1, 4]'
