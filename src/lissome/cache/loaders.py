"""Loaders: the functions that a cache calls when it has no value.

The value of a loader goes to several requests, so it must not depend on the one that happened to come first.
A loader runs in a separate task with an empty context, where `get_request_event()` and the app's context
variables are not set, and a function that holds something of the request is refused.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from typing import Any, TypeAlias, TypeVar

from lissome.cache.errors import CacheError
from lissome.cache.keys import belongs_to_request

V = TypeVar("V")

Loader: TypeAlias = Callable[[], Awaitable[V]] | Callable[[], V]


def check_loader(load: Callable[..., Any], cache: str) -> None:
    """Refuse a loader that visibly holds something of a request.

    Raises:
        CacheError: it does.
    """
    for name, value in _held(load):
        if belongs_to_request(value):
            kind = type(value).__qualname__
            msg = (
                f"the loader of cache {cache!r} uses {name}, the {kind} of one request, and what it returns "
                "goes to others. Take out what it needs before, and make that part of the key:\n"
                '    product_id = event.params["id"]\n'
                "    await products.get(product_id, lambda: find_product(product_id))"
            )
            raise CacheError(msg)


def _held(load: Callable[..., Any]) -> Iterator[tuple[str, object]]:
    """Yield the values that a function holds, by name: closure, defaults, bound object, partial arguments."""
    if isinstance(load, partial):
        yield from ((f"argument {place}", value) for place, value in enumerate(load.args, 1))
        yield from load.keywords.items()
        load = load.func
    yield "self", getattr(load, "__self__", None)
    load = getattr(load, "__func__", load)
    yield from (("a default", value) for value in getattr(load, "__defaults__", None) or ())
    yield from (getattr(load, "__kwdefaults__", None) or {}).items()
    code, cells = getattr(load, "__code__", None), getattr(load, "__closure__", None) or ()
    for name, cell in zip(code.co_freevars if code else (), cells, strict=True):
        try:
            yield name, cell.cell_contents
        except ValueError:  # a variable that is not set yet
            continue
