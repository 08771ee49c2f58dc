"""`@cached`: a function with a cache whose key is the arguments."""

from __future__ import annotations

import inspect
import time
from collections.abc import Awaitable, Callable
from functools import cached_property, partial, update_wrapper
from typing import Any, ClassVar, Final, Generic, Literal, ParamSpec, TypeVar, get_type_hints

from lissome.cache.cache import Cache, CacheStatistics
from lissome.cache.errors import CacheError

P = ParamSpec("P")
V = TypeVar("V")

# Names and types of parameters that receive something of a request.
_REQUESTS: Final = frozenset({"event", "request", "cookies", "locals"})
_TYPES: Final = ("Event", "Request", "Cookies", "Locals")


class CachedFunction(Generic[P, V]):
    """An async function whose value is kept by its arguments."""

    __lissome_bounded__: ClassVar[Literal[True]] = True

    def __init__(
        self, function: Callable[P, Awaitable[V]], make: Callable[[str, Any], Cache[tuple[Any, ...], V]]
    ) -> None:
        """See `cached`."""
        update_wrapper(self, function)
        self._function = function
        self._make = make
        self._signature = inspect.signature(function)
        _check(function, self._signature)

    async def __call__(self, *args: P.args, **kwargs: P.kwargs) -> V:
        """Return the function's value, from the cache if it is there."""
        return await self._cache.get(self._key(args, kwargs), partial(self._function, *args, **kwargs))

    async def delete(self, *args: P.args, **kwargs: P.kwargs) -> None:
        """Forget the value for these arguments; see `Cache.delete`."""
        await self._cache.delete(self._key(args, kwargs))

    async def clear(self) -> None:
        """Forget all values."""
        await self._cache.clear()

    def statistics(self) -> CacheStatistics:
        """Return the counters of this process."""
        return self._cache.statistics()

    @cached_property
    def _cache(self) -> Cache[tuple[Any, ...], V]:
        """The cache, made at the first call: by then all names in the annotations are defined."""
        function = inspect.unwrap(self._function)
        kind = get_type_hints(function).get("return")
        return self._make(f"{function.__module__}.{function.__qualname__}", kind)

    def _key(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Any, ...]:
        """Return the arguments in the order of the parameters, whether given by position or by name."""
        bound = self._signature.bind(*args, **kwargs)
        bound.apply_defaults()
        return (*bound.args, *sorted(bound.kwargs.items()))


def cached(
    *,
    size: int,
    ttl: float,
    none_ttl: float | None = None,
    local: bool = False,
    clock: Callable[[], float] = time.monotonic,
) -> Callable[[Callable[P, Awaitable[V]]], CachedFunction[P, V]]:
    """Keep the values of an async function, by its arguments.

        @cached(size=10_000, ttl=60)
        async def product_of(product_id: int) -> Product: ...

        product = await product_of(7)
        await product_of.delete(7)

    The arguments are the key, so they are plain values; for values that differ from user to user, take the
    user's id. The options are those of `Cache`; the type of the values is the return annotation.

    Raises:
        CacheError: the function is not async, has no return annotation, or takes something of a request.
    """

    def decorate(function: Callable[P, Awaitable[V]]) -> CachedFunction[P, V]:
        def make(name: str, kind: Any) -> Cache[tuple[Any, ...], V]:
            return Cache(name, size=size, ttl=ttl, none_ttl=none_ttl, local=local, values=kind, clock=clock)

        return CachedFunction(function, make)

    return decorate


def _check(function: Callable[..., Any], signature: inspect.Signature) -> None:
    name = getattr(function, "__qualname__", repr(function))
    if not inspect.iscoroutinefunction(function):
        msg = f"@cached needs an `async def` function, and {name} is not one"
        raise CacheError(msg)
    if signature.return_annotation is inspect.Signature.empty:
        msg = f"{name} needs a return annotation to read values back by: async def {name}(…) -> Product"
        raise CacheError(msg)
    for parameter in signature.parameters.values():
        if _is_of_request(parameter):
            msg = (
                f"{name} takes `{parameter}`, and what it returns would be kept for other requests. Take the "
                f"values that matter, they are the key: async def {name}(user_id: int) -> …"
            )
            raise CacheError(msg)


def _is_of_request(parameter: inspect.Parameter) -> bool:
    kind = parameter.annotation
    text = kind if isinstance(kind, str) else getattr(kind, "__qualname__", "")
    return parameter.name in _REQUESTS or text.rpartition(".")[2].endswith(_TYPES)
