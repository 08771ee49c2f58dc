"""Typed form actions, `async def create(event, form: CreateUser)`.

The submitted fields are turned into the nested shape that the model has (``address.city``, ``tags``,
``lines[0].price``), validated by pydantic, and handed to the action. When they do not fit, the action is not
called: the page gets ``fail(400, {"errors": {field: message}, "values": {field: text}})``.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from lissome.server.forms.nesting import group, nest
from lissome.server.forms.rejection import rejected
from lissome.server.forms.request import is_form, not_a_form
from lissome.server.forms.shape import Shape


@dataclass(frozen=True, slots=True)
class TypedForm:
    """The form that an action takes.

    Attributes:
        keyword: the parameter, if it is given by its name.
        is_optional: the action gets None for a form in which nothing was filled in.
    """

    adapter: TypeAdapter[Any]
    shape: Shape
    keyword: str | None
    is_optional: bool


@dataclass(frozen=True, slots=True)
class Action:
    """A form action and the form that it takes, if it says one."""

    run: Callable[..., Any]
    form: TypedForm | None

    @property
    def model(self) -> type[BaseModel] | None:
        """The first pydantic model of the form; for tools that want the names of its fields."""
        models = self.form.shape.models if self.form is not None else []
        return next((model for model in models if issubclass(model, BaseModel)), None)

    async def __call__(self, event: Any) -> Any:
        """Run the action for a request; returns what the page gets as `form`, or an ActionFailure.

        Raises:
            FrameworkError: 415, the action takes a form, and the body is none.
        """
        form = self.form
        if form is None:
            return await _settled(self.run(event))
        content_type = event.request.headers.get("content-type")
        if not is_form(content_type):
            raise not_a_form(content_type)
        groups = group(await event.request.form())
        nested = nest(groups, form.shape)
        try:
            value = form.adapter.validate_python(nested) if nested or not form.is_optional else None
        except ValidationError as failure:
            return rejected(failure, groups, form.shape)
        if form.keyword is not None:
            return await _settled(self.run(event, **{form.keyword: value}))
        return await _settled(self.run(event, value))


async def _settled(result: Any) -> Any:
    return await result if inspect.isawaitable(result) else result
