"""A typed form: submitted fields → the nested shape of a model → an instance of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from lissome.server.forms.nesting import Groups, nest
from lissome.server.forms.shape import Shape


@dataclass(frozen=True, slots=True)
class TypedForm:
    """The form, or the body, that a function takes.

    Attributes:
        name: the function's parameter.
        is_optional: the function gets None for a form in which nothing was filled in.
    """

    name: str
    adapter: TypeAdapter[Any]
    shape: Shape
    is_optional: bool

    def validate(self, groups: Groups) -> Any:
        """Return the value of submitted fields.

        Raises:
            ValidationError: they do not fit.
        """
        nested = nest(groups, self.shape)
        return self.adapter.validate_python(nested) if nested or not self.is_optional else None
