"""What is measured: the requests that both servers answer."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["page", "data", "json"]


@dataclass(frozen=True, slots=True)
class Case:
    """One request, sent again and again to each server in turn."""

    name: str
    title: str
    path: str
    kind: Kind


CASES = (
    Case("small", "small page", "/", "page"),
    Case("table", "50-row table", "/table", "page"),
    Case("data", "__data.json of the table", "/table/__data.json", "data"),
    Case("json", "JSON endpoint", "/api/people/7", "json"),
)

COUNTER_PATH = "/counter"
"""A page that shows how often its module has rendered: 1 for ever where each render has its own modules."""


def pick(names: tuple[str, ...]) -> tuple[Case, ...]:
    """Return the cases of these names, or all of them when there are no names."""
    return tuple(case for case in CASES if not names or case.name in names)
