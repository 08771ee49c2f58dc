"""Stacks of V8, read: who is to blame, and what to do."""

from __future__ import annotations

import time

import pytest

from lissome.errors import RenderError
from lissome.ssr.error_origin import find_origin, missing_global_advice, strip_importers
from lissome.ssr.js_errors import from_js

SVELTE = "    at render (node_modules/svelte/src/internal/server/renderer.js:7)"


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        (["at Card (src/lib/Card.svelte:12)"], "src/lib/Card.svelte:12 in Card"),
        (["at Card$1 (src/lib/Card.svelte:12:5)"], "src/lib/Card.svelte:12 in Card"),
        (["at eval (src/lib/Card.svelte:12:5)"], "src/lib/Card.svelte:12 in Card"),
        (["at src/lib/Card.svelte:12"], "src/lib/Card.svelte:12 in Card"),
        (["at src/lib/my-card.svelte:12"], "src/lib/my-card.svelte:12 in my-card"),
        (["at async load (src/routes/(app)/+page.js:3:4)"], "src/routes/(app)/+page.js:3 in load"),
        (["at f (<anonymous>:1:2)", "at src/lib/x.js:3:4"], "src/lib/x.js:3"),
        (["at async load (src/routes/(app)/+page.js:3:1)"], "src/routes/(app)/+page.js:3 in load"),
        (["at src/routes/(app)/+page.js:3:1"], "src/routes/(app)/+page.js:3"),
        (["at _page (src/routes/+page.svelte:3)"], "src/routes/+page.svelte:3"),
        (["at new Shape (src/lib/shape.js:3)"], "src/lib/shape.js:3 in Shape"),
        (["at JSON.parse (<anonymous>)", "at read (src/lib/a.js:1)"], "src/lib/a.js:1 in read"),
        ([SVELTE.strip(), "at _page (src/routes/+page.svelte:3)"], "src/routes/+page.svelte:3"),
        (["at start (ssr.js:100:2)", "at String.enter (ssr.js:1:2)"], ""),
        (["at f (node_modules/a/b.js:1)"], "node_modules/a/b.js:1 (package a)"),
        (
            ["at f (node_modules/@a/b/c.js:1:2, imported by src/routes/(x)/+page.svelte)"],
            "node_modules/@a/b/c.js:1 (package @a/b, imported by src/routes/(x)/+page.svelte)",
        ),
        (
            ["at node_modules/a/b.js:1, imported by src/lib/c.js"],
            "node_modules/a/b.js:1 (package a, imported by src/lib/c.js)",
        ),
        ([], ""),
    ],
)
def test_culprit(steps: list[str], found: str) -> None:
    assert find_origin("\n".join(["TypeError: at x (no:1)", *(f"    {step}" for step in steps)])) == found


def test_the_culprit_stands_first_then_the_advice_then_the_stack() -> None:
    message = "process is not defined"
    stack = f"ReferenceError: {message}\n    at node_modules/a/b.js:1, imported by src/c.js\n{SVELTE}"
    error = from_js({"name": "ReferenceError", "message": message, "stack": stack})
    assert isinstance(error, RenderError)
    assert error.report().splitlines() == [
        "node_modules/a/b.js:1 (package a, imported by src/c.js): ReferenceError: process is not defined",
        (
            "V8 has no `process`: it is Node's. Instead, take the package's browser build "
            "(resolve.alias in vite.config.js)."
        ),
        "    at node_modules/a/b.js:1",
        SVELTE,
    ]


def test_advice_is_for_missing_globals_alone() -> None:
    assert "import.meta.env" in missing_global_advice(
        "ReferenceError", "process is not defined", "src/a.js:1"
    )
    assert "onMount" in missing_global_advice("ReferenceError", "localStorage is not defined", "src/a.js:1")
    assert missing_global_advice("ReferenceError", "Cannot access 'a' before initialization", "") == ""
    assert missing_global_advice("TypeError", "process is not defined", "") == ""


def test_a_message_may_name_an_importer() -> None:
    message = "f() was called: package a, imported by src/c.js"
    stack = f"Error: {message}\n    at f (node_modules/a/b.js:1, imported by src/c.js)"
    error = from_js({"name": "Error", "message": message, "stack": stack})
    assert isinstance(error, RenderError)
    assert error.report().splitlines() == [
        f"node_modules/a/b.js:1 (package a, imported by src/c.js): Error: {message}",
        "    at f (node_modules/a/b.js:1)",
    ]


@pytest.mark.parametrize(
    "piece",
    ["\n", " (", ":1", "w", "    at x (", "node_modules/", ", imported by "],
    ids=["lines", "functions", "places", "words", "frames", "packages", "importers"],
)
def test_a_stack_that_was_made_up_takes_time_in_proportion(piece: str) -> None:
    """A page can throw one with any text. Some took more than ten seconds for 150 000 characters."""

    def seconds(count: int) -> float:
        stack = f"    at x{piece * count}:1"
        started = time.thread_time()
        find_origin(stack)
        strip_importers(stack)
        return time.thread_time() - started

    assert seconds(40_000) < 8 * seconds(10_000) + 0.05  # four times as long; sixteen if it were quadratic
