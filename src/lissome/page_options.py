"""The page options: https://svelte.dev/docs/kit/page-options, and lissome's own, which kit does not know.

They are declared here and nowhere else. A new field of `PageOptions` is accepted in Python files, checked at
build, passed on in the manifest and inherited by the pages below a layout. `page_option` of the server reads
it.

Needs the standard library alone: build/analyse.py, a script, imports it too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

TrailingSlash = Literal["never", "always", "ignore"]


@dataclass(frozen=True, slots=True)
class PageOptions:
    """Page options of a node or an endpoint, as written, under kit's names; None means inherited.

    The annotation of an option says which values it may have; a dict may be any literal.
    """

    ssr: bool | None = None
    csr: bool | None = None
    prerender: bool | Literal["auto"] | None = None
    trailingSlash: TrailingSlash | None = None  # noqa: N815 - kit's spelling
    config: dict[str, Any] | None = None


def python_name(name: str) -> str:
    """Return Python's spelling of an option: ``trailing_slash`` for ``trailingSlash``."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def option_names() -> tuple[str, ...]:
    """Return kit's names of all options."""
    return tuple(field.name for field in fields(PageOptions))


def allowed_values(name: str) -> tuple[object, ...] | None:
    """Return the values that an option may have; None if it may have any literal."""
    values: list[object] = []
    for choice in _choices(get_type_hints(PageOptions)[name]):
        if choice is bool:
            values += (True, False)
        elif get_origin(choice) is Literal:
            values += get_args(choice)
        elif choice is not type(None):
            return None
    return tuple(values)


def _choices(annotation: Any) -> tuple[Any, ...]:
    return get_args(annotation) if get_origin(annotation) in (Union, UnionType) else (annotation,)


def inherited(chain: Iterable[PageOptions], name: str) -> Any:
    """Return the value of an option: that of the lowest node that says something; None if none does.

    A dict is merged: the lowest value of each key counts.

    Args:
        chain: from the root layout down.
    """
    value: Any = None
    for options in chain:
        own = getattr(options, name)
        if isinstance(own, dict) and isinstance(value, dict):
            value = {**value, **own}
        elif own is not None:
            value = own
    return value
