"""`@cached`."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
from starlette.requests import Request

from lissome import RequestEvent
from lissome.cache import CacheError, cached


@cached(size=9, ttl=9)
async def price_of(product: int, currency: str = "eur", *, taxed: bool = False) -> Price:
    """The price."""
    return Price(f"{product} {currency} {taxed}")


class Price(str):
    """Defined after its use, as annotations may be."""

    __slots__ = ()

    @classmethod
    def __get_pydantic_core_schema__(cls, *_: Any) -> Any:
        from pydantic_core import core_schema

        return core_schema.no_info_after_validator_function(cls, core_schema.str_schema())


async def test_it_is_still_the_function() -> None:
    assert (vars(price_of)["__name__"], price_of.__doc__) == ("price_of", "The price.")
    assert str(inspect.signature(price_of)).startswith("(product: 'int', currency: 'str' = 'eur'")


async def test_arguments_are_the_key_however_they_are_given() -> None:
    await price_of.clear()
    before = price_of.statistics().misses
    for _ in range(2):
        assert (
            await price_of(1)
            == await price_of(1, "eur")
            == await price_of(product=1, taxed=False)
            == "1 eur False"
        )
    assert price_of.statistics().misses == before + 1
    assert await price_of(1, taxed=True) == "1 eur True"
    await price_of.delete(1)
    await price_of(1)
    assert price_of.statistics().misses == before + 3


async def test_arguments_are_plain() -> None:
    with pytest.raises(CacheError, match=r"a key of cache '.*price_of' holds a list"):
        await price_of([])  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="product"):
        await price_of()  # type: ignore[call-arg]


async def of_event(event: Any) -> int:
    return 1


async def of_annotated(given: RequestEvent) -> int:
    return 1


async def of_request(given: Request) -> int:
    return 1


async def of_text(given: lissome.ServerLoadEvent) -> int:  # type: ignore[name-defined] # noqa: F821
    return 1


@pytest.mark.parametrize("function", [of_event, of_annotated, of_request, of_text])
def test_a_function_of_a_request_is_refused(function: Any) -> None:
    with pytest.raises(
        CacheError, match=rf"{function.__name__} takes `\w+.*, and what it returns would be kept"
    ):
        cached(size=1, ttl=1)(function)


def test_a_function_that_is_not_async_is_refused() -> None:
    with pytest.raises(CacheError, match="@cached needs an `async def` function, and len is not one"):
        cached(size=1, ttl=1)(len)  # type: ignore[arg-type]


def test_a_function_that_does_not_say_what_it_returns_is_refused() -> None:
    async def nameless(given: int):  # type: ignore[no-untyped-def] # noqa: ANN202
        return given

    with pytest.raises(CacheError, match="needs a return annotation"):
        cached(size=1, ttl=1)(nameless)
