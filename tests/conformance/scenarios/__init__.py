"""What users of the client do, by theme."""

from __future__ import annotations

from conformance.client.scenario import Scenario
from conformance.scenarios import errors, forms, history, loading, navigation, options


def scenarios() -> list[Scenario]:
    """All of them, in the order that changes servers least."""
    themes = (navigation, loading, history, forms, errors, options)
    return [value for theme in themes for value in vars(theme).values() if isinstance(value, Scenario)]
