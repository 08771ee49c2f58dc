"""The exchanges, by theme."""

from __future__ import annotations

from conformance.exchange import Exchange
from conformance.suites import (
    edges,
    files,
    forms,
    hooks,
    layers,
    loads,
    options,
    routing,
    runtime,
    values,
    wires,
)


def exchanges() -> list[Exchange]:
    """All of them."""
    return [
        *routing.exchanges(),
        *loads.exchanges(),
        *forms.exchanges(),
        *hooks.exchanges(),
        *options.exchanges(),
        *files.exchanges(),
        *edges.exchanges(),
        *layers.exchanges(),
        *values.exchanges(),
        *wires.exchanges(),
        *runtime.exchanges(),
    ]
