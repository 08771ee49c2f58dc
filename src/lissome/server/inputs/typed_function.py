"""A load or a handler with typed input, called with the event alone as those are that take nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lissome.server.inputs.action import settled
from lissome.server.inputs.body import TypedBody
from lissome.server.inputs.inputs import Inputs


@dataclass(frozen=True, slots=True)
class TypedFunction:
    """A function of the app and what fills its parameters.

    Attributes:
        run: the app's function.
        body: None if it reads no body by a parameter.
    """

    run: Callable[..., Any]
    inputs: Inputs
    body: TypedBody | None = None

    def __call__(self, event: Any) -> Any:
        """Call the function; returns what it returns, which may be a coroutine.

        Raises:
            FrameworkError: 404, 400, 415 or 422: the request does not fit.
        """
        values = self.inputs.read(event)
        if self.body is not None:
            return self._with_body(self.body, event, values)
        return self.inputs.call(self.run, event, values)

    async def _with_body(self, body: TypedBody, event: Any, values: dict[str, Any]) -> Any:
        values[body.form.name] = await body.read(event.request)
        return await settled(self.inputs.call(self.run, event, values))


def app_function(run: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function as it stands in the app's file."""
    return run.run if isinstance(run, TypedFunction) else run
