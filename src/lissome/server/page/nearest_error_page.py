"""The choice of the `+error.svelte` that shows a failure."""

from __future__ import annotations

from collections.abc import Sequence

from lissome.server.startup.nodes import ServerNode


def nearest_error_page(
    failed: int, nodes: Sequence[ServerNode | None], errors: Sequence[int | None]
) -> tuple[int, int] | None:
    """Return the error page for a failure at position `failed`: how many positions stay, and its index.

    None if the root layout failed: nothing of the app can be shown then.
    """
    for depth in range(failed - 1, -1, -1):
        index = errors[depth] if depth < len(errors) else None
        if index is not None:
            kept = depth
            while nodes[kept] is None:
                kept -= 1
            return kept + 1, index
    return None
