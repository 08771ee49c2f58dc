"""Functions with typed input, bound as at start."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lissome.routing.route_id import RouteParams
from lissome.server.inputs import bind
from lissome.server.inputs.action import Action


def bind_action(file: str, name: str, run: Callable[..., Any], route_id: str = "/") -> Action:
    """Bind an action of the page of a route."""
    return bind.bind_action(file, name, run, RouteParams.of(route_id))
