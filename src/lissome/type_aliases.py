"""Names of types: those of the ``type`` statement, and those of `typing_extensions.TypeAliasType`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args, get_origin

# Python 3.12 and 3.13 have a class of their own for them beside that of typing_extensions.
from typing_inspection.typing_objects import is_typealiastype


def unaliased(annotation: Any) -> Any:
    """Return the type that a name stands for; any other type as it is."""
    name, arguments = get_origin(annotation) or annotation, get_args(annotation)
    if not is_typealiastype(name):
        return annotation
    value = name.__value__
    parameters = getattr(value, "__parameters__", ())
    if arguments and parameters:
        given = dict(zip(name.__type_params__, arguments, strict=False))
        value = value[tuple(given.get(each, each) for each in parameters)]
    return unaliased(value)


def parts(annotation: Any) -> Iterator[Any]:
    """Yield a type and all that is in its brackets, without names of types."""
    seen: set[int] = set()
    found = [annotation]
    while found:
        each = unaliased(found.pop())
        if id(each) not in seen:  # a type may have itself inside
            seen.add(id(each))
            yield each
            found += reversed(get_args(each))
