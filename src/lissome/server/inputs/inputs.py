"""The values of a function's parameters, from the URL of a request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lissome.server.inputs.values import QueryInput, QueryModelInput, RouteInput
from lissome.server.request.input_error import FieldErrors, UnfitInput


@dataclass(frozen=True, slots=True)
class Inputs:
    """The parameters of a function that the URL fills.

    Attributes:
        positional: all parameters that are given by their place, in order, a form or a body included:
            decorators may call them otherwise.
        keywords: those that are given by their names.
    """

    route: tuple[RouteInput, ...] = ()
    query: tuple[QueryInput | QueryModelInput, ...] = ()
    positional: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()

    def read(self, event: Any) -> dict[str, Any]:
        """Return the values by parameter. What a load reads so is tracked as what it reads by itself.

        Raises:
            FrameworkError: 404, a parameter of the route does not fit.
            UnfitInput: 400, the query does not.
        """
        values: dict[str, Any] = {}
        if self.route:
            params = event.params
            for one in self.route:
                values[one.name] = one.read(params)
        if self.query:
            search_params = event.url.search_params
            errors = FieldErrors()
            for each in self.query:
                values[each.name] = each.read(search_params, errors)
            if errors:
                raise UnfitInput(400, errors, "the query")
        return values

    def call(self, run: Callable[..., Any], event: Any, values: dict[str, Any]) -> Any:
        """Call the function."""
        given = [values[name] for name in self.positional]
        if not self.keywords:
            return run(event, *given)
        return run(event, *given, **{name: values[name] for name in self.keywords})
