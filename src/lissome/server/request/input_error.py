"""Input of a client that does not fit what a function of the app takes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from pydantic_core.core_schema import ErrorType

from lissome.described import quoted
from lissome.errors import FrameworkError

# Half a megabyte of JSON could have 170 000 values that do not fit: a second of work, and an answer of 15 MB.
_MOST_PROBLEMS: Final = 1000
_TOO_MANY: Final = "too_many"
# Pydantic's own problems, without those whose text is the app's, or has what was sent in it.
_TELLING: Final = frozenset(
    {"value_error", "assertion_error", "union_tag_invalid", "get_attribute_error"}
    | {"iteration_error", "mapping_type"}
)
_NEUTRAL: Final = frozenset((*get_args(ErrorType), _TOO_MANY)) - _TELLING
# Problems with a name that the model does not have, but the request.
_FOREIGN: Final = frozenset({"extra_forbidden", "unexpected_keyword_argument"})


class InputError(FrameworkError):
    """The fault of a request's input. An endpoint answers it as JSON, whatever the client accepts."""


class FieldErrors(dict[str, str]):
    """A message for each field that does not fit; ``""`` is the input as a whole.

    Attributes:
        reason: about the first of them, for the log: nothing in it is what the request has sent.
    """

    reason = ""

    def add(self, name: str, problem: ErrorDetails) -> None:
        """Say what is wrong with a field; the first problem of each counts."""
        self.reason = self.reason or _reason_of(name, problem)
        self.setdefault(name, message_of(problem))


class UnfitInput(InputError):
    """400 for a query, 422 for a body: it could be read, and does not fit.

    Args:
        what: the input, for the log.

    Attributes:
        members: further members of App.Error: ``errors``.
    """

    def __init__(self, status: int, errors: FieldErrors, what: str) -> None:
        name, message = next(iter(errors.items()))
        text = f"{name}: {message}" if name else message
        super().__init__(status, text, f"{what} does not fit: {errors.reason}")
        self.members = {"errors": dict(errors)}


def problems_of(failure: ValidationError) -> Iterator[ErrorDetails]:
    """Yield what does not fit; of far too much, only how much it is."""
    count = failure.error_count()
    if count <= _MOST_PROBLEMS:
        yield from failure.errors(include_url=False)
    else:
        told = f"{count} values do not fit, more than the {_MOST_PROBLEMS} that are listed one by one"
        yield ErrorDetails(type=_TOO_MANY, loc=(), msg=told, input=None)


def missing(name: str) -> ErrorDetails:
    """Return the problem that a field is required."""
    return ErrorDetails(type="missing", loc=(name,), msg="Field required", input=None)


def message_of(problem: ErrorDetails) -> str:
    """Return what is wrong with a field, as a sentence."""
    if problem["msg"] == "Field required":  # pydantic's own words; the app's may have the same type
        return "This field is required."
    cause = problem.get("ctx", {}).get("error")
    text = str(cause) if isinstance(cause, ValueError) else problem["msg"]
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _reason_of(name: str, problem: ErrorDetails) -> str:
    kind = problem["type"]
    said = message_of(problem) if kind in _NEUTRAL else f"it is refused as `{kind}`."
    return f"{quoted(name)}: {said}" if name and kind not in _FOREIGN else said
