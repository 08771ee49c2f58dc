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

from pydantic import BaseModel, ValidationError

from lissome.server.forms.nesting import group
from lissome.server.forms.rejection import rejected
from lissome.server.forms.request import is_form, not_a_form
from lissome.server.inputs.form import TypedForm
from lissome.server.inputs.inputs import Inputs


@dataclass(frozen=True, slots=True)
class Action:
    """A form action, the form that it takes, if it says one, and what else it takes.

    Attributes:
        inputs: None if it takes the event alone.
    """

    run: Callable[..., Any]
    form: TypedForm | None = None
    inputs: Inputs | None = None

    @property
    def model(self) -> type[BaseModel] | None:
        """The first pydantic model of the form; for tools that want the names of its fields."""
        models = self.form.shape.models if self.form is not None else []
        return next((model for model in models if issubclass(model, BaseModel)), None)

    async def __call__(self, event: Any) -> Any:
        """Run the action for a request; returns what the page gets as `form`, or an ActionFailure.

        Raises:
            FrameworkError: 404 or 400, the URL does not fit; 415, the action takes a form, and the body is
                none.
        """
        if self.inputs is None:
            return await settled(self.run(event))
        values, form = self.inputs.read(event), self.form
        if form is not None:
            content_type = event.request.headers.get("content-type")
            if not is_form(content_type):
                raise not_a_form(content_type)
            groups = group(await event.request.form())
            try:
                values[form.name] = form.validate(groups)
            except ValidationError as failure:
                return rejected(failure, groups, form.shape)
        return await settled(self.inputs.call(self.run, event, values))


async def settled(result: Any) -> Any:
    """Return what a function returned, or what that gives once it is awaited."""
    return await result if inspect.isawaitable(result) else result
