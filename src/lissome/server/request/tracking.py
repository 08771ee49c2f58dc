"""Dependency tracking: what a load has read, so that the client knows when to run it again.

The rules are SvelteKit's: https://svelte.dev/docs/kit/load#Rerunning-load-functions-Dependency-tracking
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from lissome.routing.params import Params, no_param_attribute
from lissome.url import URL, SearchParams

T = TypeVar("T")


@dataclass(slots=True, eq=False)
class Uses:
    """The dependencies of one load: what it has read, by kind."""

    dependencies: set[str] = field(default_factory=set)
    params: set[str] = field(default_factory=set)
    search_params: set[str] = field(default_factory=set)
    parent: bool = False
    route: bool = False
    url: bool = False
    _is_tracking: bool = True

    def add_param(self, name: str) -> None:
        """Note that a parameter was read."""
        if self._is_tracking:
            self.params.add(name)

    def add_search_param(self, name: str) -> None:
        """Note that one name of the query was read."""
        if self._is_tracking:
            self.search_params.add(name)

    def add_url(self) -> None:
        """Note that the path or the whole query was read."""
        if self._is_tracking:
            self.url = True

    def add_route(self) -> None:
        """Note that the route id was read."""
        if self._is_tracking:
            self.route = True

    def add_parent(self) -> None:
        """Note that the data of the layouts above was read."""
        if self._is_tracking:
            self.parent = True

    def untracked(self, read: Callable[[], T]) -> T:
        """Run `read` without noting what it reads."""
        before, self._is_tracking = self._is_tracking, False
        try:
            return read()
        finally:
            self._is_tracking = before


class RouteInfo:
    """`event.route`."""

    __slots__ = ("_id",)

    def __init__(self, route_id: str | None) -> None:
        self._id = route_id

    @property
    def id(self) -> str | None:
        """The directory in src/routes, for example ``/users/[id]``; None when no route matched."""
        return self._id


class TrackedRoute(RouteInfo):
    """`event.route` whose reads are noted."""

    __slots__ = ("_uses",)

    def __init__(self, route_id: str | None, uses: Uses) -> None:
        super().__init__(route_id)
        self._uses = uses

    @property
    def id(self) -> str | None:
        """The directory in src/routes."""
        self._uses.add_route()
        return self._id


class TrackedParams(Mapping[str, Any]):
    """Parameters whose reads are noted. Iterating reads all of them."""

    __slots__ = ("_params", "_uses")

    def __init__(self, params: Params, uses: Uses) -> None:
        self._params = params
        self._uses = uses

    def __getitem__(self, name: str) -> Any:
        self._uses.add_param(name)
        return self._params[name]

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            raise no_param_attribute(self._params, name)

    def __iter__(self) -> Iterator[str]:
        for name in self._params:
            self._uses.add_param(name)
        return iter(self._params)

    def __contains__(self, name: object) -> bool:
        self._uses.add_param(str(name))
        return name in self._params

    def __len__(self) -> int:
        return len(self._params)

    def __repr__(self) -> str:
        return f"TrackedParams({dict(self._params)!r})"


class TrackedSearchParams(SearchParams):
    """A query whose reads are noted: single names where possible, else the whole URL."""

    __slots__ = ("_uses",)

    def __init__(self, params: SearchParams, uses: Uses) -> None:
        super().__init__()
        self._pairs = params._pairs  # noqa: SLF001 - its own base class
        self._uses = uses

    def get(self, name: str, default: str | None = None) -> str | None:
        """The first value of `name`, or `default`."""
        self._uses.add_search_param(name)
        return super().get(name, default)

    def get_all(self, name: str) -> list[str]:
        """All values of `name`, in order."""
        self._uses.add_search_param(name)
        return super().get_all(name)

    def has(self, name: str) -> bool:
        """True if `name` occurs."""
        self._uses.add_search_param(name)
        return super().has(name)

    def __contains__(self, name: object) -> bool:
        self._uses.add_search_param(str(name))
        return super().__contains__(name)

    def keys(self) -> list[str]:
        """All names in order, repeated ones included."""
        self._uses.add_url()
        return super().keys()

    def items(self) -> list[tuple[str, str]]:
        """All names with their values in order."""
        self._uses.add_url()
        return super().items()

    def without(self, *names: str) -> SearchParams:
        """A copy in which `names` do not occur."""
        self._uses.add_url()
        return super().without(*names)

    def __len__(self) -> int:
        self._uses.add_url()
        return super().__len__()

    def __str__(self) -> str:
        self._uses.add_url()
        return super().__str__()


class TrackedURL(URL):
    """A URL whose reads are noted. Host, port and protocol cannot change while a page lives: not noted."""

    __slots__ = ("_uses", "_wrapped")

    def __init__(self, url: URL, uses: Uses) -> None:
        self._wrapped = url
        self._uses = uses
        self.origin = url.origin
        self._search_params = None

    @property
    def pathname(self) -> str:  # type: ignore[override]
        """Begins with ``/``, percent-encoded."""
        self._uses.add_url()
        return self._wrapped.pathname

    @property
    def search(self) -> str:  # type: ignore[override]
        """``""`` or begins with ``?``."""
        self._uses.add_url()
        return self._wrapped.search

    @property
    def href(self) -> str:  # type: ignore[override]
        """The whole URL."""
        self._uses.add_url()
        return self._wrapped.href

    @property
    def search_params(self) -> SearchParams:
        """The decoded query; single reads are noted by name."""
        if self._search_params is None:
            self._search_params = TrackedSearchParams(self._wrapped.search_params, self._uses)
        return self._search_params
