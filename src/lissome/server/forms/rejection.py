"""The answer to input that does not fit a typed form: a message for each field, and the texts."""

from __future__ import annotations

from typing import Any, Final

from pydantic import ValidationError

from lissome.control import ActionFailure
from lissome.server.forms.nesting import Groups, path_of
from lissome.server.forms.shape import Shape
from lissome.server.log_secrets import SECRET_NAME
from lissome.server.request.input_error import FieldErrors, problems_of

# As a key it could change JavaScript's objects: devalue refuses it, and no form has such a field.
_UNSENDABLE: Final = "__proto__"


def rejected(failure: ValidationError, groups: Groups, shape: Shape) -> ActionFailure[dict[str, Any]]:
    """Return ``fail(400, {"errors": {field: message}, "values": {field: text}})``."""
    return ActionFailure(
        400, {"errors": dict(errors_by_field(failure, shape)), "values": refill(groups, shape)}
    )


def errors_by_field(failure: ValidationError, shape: Shape) -> FieldErrors:
    """Return a message for each field, by the name that it has in the HTML."""
    errors = FieldErrors()
    add_errors(errors, failure, shape)
    return errors


def add_errors(errors: FieldErrors, failure: ValidationError, shape: Shape, *, prefix: str = "") -> None:
    """Add a message for each field.

    Args:
        prefix: what the names begin with.
    """
    for problem in problems_of(failure):
        name = f"{prefix}{_field_name(problem['loc'], shape)}"
        errors.add("" if name == _UNSENDABLE else name, problem)


def refill(groups: Groups, shape: Shape) -> dict[str, Any]:
    """Return the submitted texts by field, without what is a secret, or is called like one.

    A field that takes several values has a list of them, all others their last one, which the model gets too.
    """
    values: dict[str, Any] = {}
    for name, sent in groups.items():
        place = shape.at(path_of(name))
        if name == _UNSENDABLE or is_secret(name, place):
            continue
        texts = [value for value in sent if isinstance(value, str)]
        if texts:
            is_list = place.is_list or name.endswith("[]") or (len(texts) > 1 and not place.exists)
            values[name] = texts if is_list else texts[-1]
    return values


def is_secret(name: str, place: Shape) -> bool:
    """Return True for a field that is never sent back: by the type of its value, or by its name."""
    return place.is_secret or SECRET_NAME.search(name) is not None


def _field_name(location: tuple[int | str, ...], shape: Shape) -> str:
    """Return the name in the HTML of the field that an error belongs to; ``""`` is the form as a whole."""
    name = ""
    is_tag = shape.is_union
    for part in location:
        if is_tag:  # which of the union's types pydantic has tried
            is_tag = False
            continue
        shape = shape.below(part)
        is_tag = shape.is_union
        name += f"[{part}]" if isinstance(part, int) else f".{part}" if name else part
    return name
