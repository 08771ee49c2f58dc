"""JSON bodies: `await event.request.json()`, and `json(NewNote)`, which validates.

A body that is not JSON is answered 400, one that does not fit 422, with a reason: that is the client's fault,
so an endpoint need not catch anything. The answer is JSON, whatever the client accepts.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final, NoReturn, TypeVar, overload

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from lissome.private_apis.starlette import body_if_read, json_if_read, keep_json
from lissome.server.request.input_error import FieldErrors, InputError, UnfitInput, problems_of
from lissome.server.request.starlette_request import TeachingRequest

T = TypeVar("T")

_NOT_JSON: Final = "The body is not JSON"
_MOST_DIGITS: Final = 4300  # of an integer, in Python


class InvalidJson(InputError, json.JSONDecodeError):
    """400: the body is not JSON. Code that catches `json.JSONDecodeError` catches it."""

    def __init__(self, why: str, body: str = "", position: int = 0) -> None:
        json.JSONDecodeError.__init__(self, why, body, position)
        self.doc = ""  # the body may hold secrets
        self.status = 400
        where = f" at line {self.lineno}, column {self.colno}" if body else ""
        self.text = f"{_NOT_JSON}: {why}{where}"

    def __str__(self) -> str:
        return self.text


class JsonRequest(TeachingRequest):
    """Starlette's request, whose JSON is checked."""

    @overload
    async def json(self) -> Any: ...
    @overload
    async def json(self, model: type[T]) -> T: ...
    async def json(self, model: Any = None) -> Any:
        """Read the body as JSON.

        Args:
            model: what it must be: a pydantic model, a dataclass, a TypedDict, any type that pydantic knows.

        Raises:
            FrameworkError: 400, it is not JSON; 422, it is not what `model` describes.
        """
        body = await self.body()
        parsed = json_if_read(self)
        if parsed is None:
            parsed = keep_json(self, read_json(body))
        return parsed if model is None else validate_json(body, json_validator(model))

    async def json_by(self, validate: Callable[[str], T]) -> T:
        """Read the body as `json` does, with a function of `json_validator`."""
        await self.json()
        return validate_json(await self.body(), validate)


def read_json(body: bytes) -> Any:
    """Return the value of a JSON text (RFC 8259): UTF-8, perhaps after a byte order mark.

    Of equal keys the last counts, as in JavaScript. Integers have all their digits.

    Raises:
        InvalidJson: it is none.
    """
    text = _decoded(body)
    try:
        return _DECODER.decode(text)
    except InvalidJson:
        raise
    except json.JSONDecodeError as failure:
        raise InvalidJson(failure.msg, text, failure.pos) from None
    except RecursionError:
        raise InvalidJson("it is nested too deeply") from None
    except ValueError:
        raise InvalidJson(f"it has an integer of more than {_MOST_DIGITS} digits") from None


def _decoded(body: bytes) -> str:
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as failure:
        raise InvalidJson(f"it is not UTF-8, at byte {failure.start}") from None
    if not text.strip():
        raise InvalidJson("it is empty")
    return text


def _refuse_constant(name: str) -> NoReturn:
    raise InvalidJson(f"it has no {name}")


_DECODER: Final = json.JSONDecoder(parse_constant=_refuse_constant)


def json_validator(model: Any) -> Callable[[str], Any]:
    """Return the function that makes a value of a type from a JSON text."""
    if isinstance(model, type) and issubclass(model, BaseModel):
        return model.model_validate_json
    return TypeAdapter(model).validate_json


def validate_json(body: bytes, validate: Callable[[str], T]) -> T:
    """Return what `validate`, made by `json_validator`, makes of a body that `read_json` takes.

    Raises:
        UnfitInput: it does not fit.
        InvalidJson: pydantic does not read it.
    """
    try:
        return validate(_decoded(body))
    except ValidationError as failure:
        raise _rejected(failure) from failure


def fault_of_body(request: TeachingRequest, failure: ValueError) -> InputError | None:
    """Return what a failure that an endpoint let pass says of the request's body; None if it says nothing.

    An endpoint may parse or validate the body by itself: `Note.model_validate(await event.request.json())`,
    `json.loads(await event.request.body())`. What is wrong there is the client's fault if it stands in the
    body, in the same place. All other failures are the app's own.
    """
    body = body_if_read(request)
    if body is None or isinstance(failure, InputError):
        return None
    try:
        parsed = read_json(body)
    except InvalidJson as fault:
        return fault if _is_about(failure, body) else None
    if not isinstance(failure, ValidationError):
        return None
    problems = failure.errors(include_url=False)
    return _rejected(failure) if all(_stands_in(parsed, problem) for problem in problems) else None


def _is_about(failure: ValueError, body: bytes) -> bool:
    """True if a failure to parse something is about the body."""
    if isinstance(failure, json.JSONDecodeError):
        given: object = failure.doc or body  # orjson has no text of what is not UTF-8
    elif isinstance(failure, UnicodeDecodeError):
        given = failure.object
    elif isinstance(failure, ValidationError) and failure.errors()[0]["type"] == "json_invalid":
        given = failure.errors()[0]["input"]
    else:
        return False
    return (given.encode("utf-8", "surrogatepass") if isinstance(given, str) else given) == body


def _stands_in(parsed: Any, problem: ErrorDetails) -> bool:
    """True if the value that a model has refused stands in the body, where the problem is."""
    found = parsed
    for step in problem["loc"]:  # there are also steps that name a member of a union
        if isinstance(found, dict):
            found = found.get(step, found)
        elif isinstance(found, list) and isinstance(step, int) and step < len(found):
            found = found[step]
    given = problem["input"]
    return type(found) is type(given) and bool(found == given)


def _rejected(failure: ValidationError) -> InputError:
    errors = FieldErrors()
    for problem in problems_of(failure):
        if problem["type"] == "json_invalid":
            return InvalidJson(problem["msg"].removeprefix("Invalid JSON: "))
        errors.add(_field_name(problem["loc"]), problem)
    return UnfitInput(422, errors, "the request's JSON")


def _field_name(location: tuple[int | str, ...]) -> str:
    """Return the place as in forms: ``lines[0].price``; ``""`` is the body as a whole."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location).removeprefix(
        "."
    )
