"""The places of console lines."""

from __future__ import annotations

from typing import Any

import pytest

from lissome.dev.console_lines import ConsoleLines, place_of

STACK = "Error\n    at Card (src/lib/Card.svelte:12:3)\n    at Page (src/routes/+page.svelte:3:1)"


@pytest.mark.parametrize(
    ("stack", "place"),
    [
        (STACK, "src/lib/Card.svelte:12 (Card)"),
        ("Error\n    at eval (src/routes/+page.svelte:3:1)", "src/routes/+page.svelte:3"),
        ("Error\n    at src/lib/a.js:1:2", "src/lib/a.js:1"),
        ("Error\n    at new Store (src/lib/a.js:1:2)", "src/lib/a.js:1 (Store)"),
        ("Error\n    at f (node_modules/x/a.js:1:2, imported by src/lib/b.js)", "node_modules/x/a.js:1 (f)"),
        ("Error", ""),
    ],
)
def test_places(stack: str, place: str) -> None:
    assert place_of(stack) == place


def test_lines_begin_with_their_place() -> None:
    meta = {"console": [["info", "hello", STACK], ["info", "without"]]}
    ConsoleLines().put_into(meta)
    assert meta == {"console": [["info", "src/lib/Card.svelte:12 (Card): hello"], ["info", "without"]]}


def test_a_timer_is_noted_once() -> None:
    lines = ConsoleLines()
    first: dict[str, Any] = {"timers": [STACK, STACK]}
    second: dict[str, Any] = {"timers": [STACK]}
    lines.put_into(first)
    lines.put_into(second)
    ((level, note),) = first["console"]
    assert level == "warning"
    assert note.startswith("src/lib/Card.svelte:12 (Card): a timer was started while rendering.")
    assert second == {}
