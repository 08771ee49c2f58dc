"""Input of a client that does not fit what a function of the app takes."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic_core import ErrorDetails

from lissome.errors import FrameworkError


class InputError(FrameworkError):
    """The fault of a request's input. An endpoint answers it as JSON, whatever the client accepts."""


class UnfitInput(InputError):
    """400 for a query, 422 for a body: it could be read, and does not fit.

    Args:
        errors: a message by field; ``""`` is the input as a whole.
        what: the input, for the log.

    Attributes:
        members: further members of App.Error: ``errors``.
    """

    def __init__(self, status: int, errors: Mapping[str, str], what: str) -> None:
        name, message = next(iter(errors.items()))
        text = f"{name}: {message}" if name else message
        super().__init__(status, text, f"{what} does not fit: {text}")
        self.members = {"errors": dict(errors)}


def message_of(problem: ErrorDetails) -> str:
    """Return what is wrong with a field, as a sentence."""
    if problem["msg"] == "Field required":  # pydantic's own words; the app's may have the same type
        return "This field is required."
    cause = problem.get("ctx", {}).get("error")
    text = str(cause) if isinstance(cause, ValueError) else problem["msg"]
    return text if text.endswith((".", "!", "?")) else f"{text}."
