"""Exceptions on their way to V8 and back."""

from __future__ import annotations

import traceback

import pytest

from lissome.errors import HttpError, Redirect, RenderError
from lissome.ssr import from_js, to_js


def test_a_redirect() -> None:
    described = to_js(Redirect(303, "/login"))
    assert described == {"kind": "redirect", "status": 303, "location": "/login"}
    back = from_js(described)
    assert isinstance(back, Redirect)
    assert (back.status, back.location) == (303, "/login")


def test_an_expected_error() -> None:
    body = {"status": 404, "message": "No such post", "id": 7}
    described = to_js(HttpError(404, body))
    assert described == {"kind": "http", "status": 404, "message": "No such post", "props": {"id": 7}}
    back = from_js(described)
    assert isinstance(back, HttpError)
    assert back.body == body


@pytest.mark.parametrize("status", [99, 200, 399, 600, 1000, 404.5, "404", None, [404]])
@pytest.mark.parametrize("kind", ["http", "redirect"])
def test_a_status_that_no_response_can_have(kind: str, status: object) -> None:
    """Kit has checked it, but the object can be changed; and granian ends the process for some."""
    error = from_js({"kind": kind, "status": status, "message": "", "location": "/"})
    assert isinstance(error, RenderError)
    assert f"what was thrown had the status {status!r}" in str(error)


@pytest.mark.parametrize(
    "error",
    [
        {"kind": "redirect", "status": 303},
        {"kind": "redirect", "status": 303, "location": 5},
        {"kind": "http", "status": 404},
    ],
)
def test_what_was_thrown_without_its_text(error: dict[str, object]) -> None:
    assert isinstance(from_js(error), RenderError)


def test_any_other_exception() -> None:
    assert to_js(ValueError("no")) == {"kind": "unknown", "name": "ValueError", "message": "no"}


def test_an_error_of_v8_names_its_place() -> None:
    stack = "TypeError: x is not a function\n    at Card (src/lib/Card.svelte:12:3)"
    error = from_js(
        {"kind": "unknown", "name": "TypeError", "message": "x is not a function", "stack": stack, "at": 1}
    )
    assert isinstance(error, RenderError)
    assert (error.name, error.place, error.at) == ("TypeError", "src/lib/Card.svelte:12 in Card", 1)
    assert str(error) == "x is not a function"
    assert error.report().startswith("src/lib/Card.svelte:12 in Card: TypeError: x is not a function")
    assert stack in "".join(traceback.format_exception(error))


@pytest.mark.parametrize("error", [{}, {"kind": "unknown"}, {"name": None, "stack": None}])
def test_an_error_without_anything(error: dict[str, object]) -> None:
    back = from_js(error)
    assert isinstance(back, RenderError)
    assert (back.name, back.report()) == ("Error", "Error: ")
