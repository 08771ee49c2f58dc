"""A loader that holds something of a request is refused, wherever it holds it."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from starlette.requests import Request

from lissome.cache import Cache, CacheError
from lissome.cache.loaders import check_loader
from lissome.server.request.event import RequestEvent
from support.requests import make_event


class Reader:
    def __init__(self, event: object) -> None:
        self.event = event

    def read(self) -> int:
        return 1


def use(*_: object, **__: object) -> int:
    return 1


def closure(event: RequestEvent) -> Callable[[], int]:
    return lambda: use(event)


def default(event: RequestEvent) -> Callable[[], int]:
    return lambda given=event: use(given)  # type: ignore[misc]


def keyword_default(event: RequestEvent) -> Callable[[], int]:
    def load(*, given: object = event) -> int:
        return use(given)

    return load


HOLDERS = [
    closure,
    default,
    keyword_default,
    lambda event: partial(use, event),
    lambda event: partial(use, given=event),
    lambda event: event.get_client_address,
    lambda event: partial(closure(event)),
    lambda event: closure(event.cookies),
    lambda event: closure(event.locals),
    lambda event: closure(event.url),
    lambda _: closure(Request({"type": "http"})),  # type: ignore[arg-type]
]


@pytest.mark.parametrize("holder", HOLDERS, ids=itertools.count())
async def test_it_is_refused_and_not_called(holder: Callable[[Any], Callable[[], Any]]) -> None:
    cache = Cache[int, Any]("products", size=9, ttl=9)
    with pytest.raises(CacheError, match=r"the loader of cache 'products' uses .*\n.*event\.params"):
        await cache.get(1, holder(make_event()))
    assert cache.statistics().misses == 0


@pytest.mark.parametrize(
    "load",
    [lambda: 1, partial(use, 1, a="b"), Reader(1).read, int, dict[str, int]],
    ids=["lambda", "partial", "method", "class", "alias"],
)
def test_others_are_fine(load: Callable[[], Any]) -> None:
    check_loader(load, "products")


def test_a_variable_that_is_not_set_yet() -> None:
    def load() -> int:
        return later

    check_loader(load, "products")
    later = 1
    assert load() == 1
