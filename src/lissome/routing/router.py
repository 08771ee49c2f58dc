"""Finds the route of a path without trying every pattern.

kit tries the patterns of all routes in order. With hundreds of routes that is most of the cost of a request.
So a tree of the routes' segments first selects candidates: static segments by dictionary, dynamic ones as a
fallback. The few candidates are then tried in kit's order with kit's patterns, so the tree cannot change the
result (a property test compares both).
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Generic, Protocol, TypeVar

from lissome.routing.params import Params, ParamValue
from lissome.routing.pattern import Param, ParamMatcher, compile_pattern, extract_params

_GROUP = re.compile(r"\([^)]+\)")
# Only segments without brackets, escapes or non-ASCII text are looked up literally; kit normalises the rest.
_LITERAL = re.compile(r"[A-Za-z0-9._~-]+")


class Routable(Protocol):
    """The part of a route that the router needs."""

    @property
    def id(self) -> str: ...
    @property
    def pattern(self) -> str: ...
    @property
    def params(self) -> Sequence[Param]: ...


R = TypeVar("R", bound=Routable)


class _TreeNode:
    """A node of the tree."""

    __slots__ = ("dynamic", "ends", "literal", "open_ended")

    def __init__(self) -> None:
        self.literal: dict[str, _TreeNode] = {}
        self.dynamic: _TreeNode | None = None
        self.ends: list[int] = []
        self.open_ended: list[int] = []  # rest and optional segments: any number of segments may follow


@dataclass(frozen=True, slots=True)
class _Entry(Generic[R]):
    """A route with its compiled pattern.

    Attributes:
        names: of the parameters, if each is a whole segment without a matcher: then the groups of the match
            are their values.
    """

    route: R
    match: Callable[[str], re.Match[str] | None]
    names: tuple[str, ...] | None

    @classmethod
    def of(cls, route: R) -> _Entry[R]:
        simple = not any(param.matcher or param.optional or param.rest for param in route.params)
        names = tuple(param.name for param in route.params) if simple else None
        return cls(route, compile_pattern(route.pattern).match, names)

    def params(self, path: str, matchers: Mapping[str, ParamMatcher]) -> Params | None:
        """Return the parameters if the path matches the route; else None."""
        match = self.match(path)
        if match is None:
            return None
        if self.names is None or "%" in path:
            return extract_params(match.groups(), self.route.params, matchers)
        return Params(zip(self.names, match.groups()))  # noqa: B905 - takes twice the time, and the lengths cannot differ


# Asks a matcher elsewhere: (its name, the value) -> the parameter, None if the value does not match.
AskMatcher = Callable[[str, str], Awaitable[ParamValue | None]]

_NO_MATCHERS: Final[Mapping[str, ParamMatcher]] = MappingProxyType({})


class Router(Generic[R]):
    """All routes of an app, in kit's order.

    Args:
        routes: sorted as kit sorts them; the first that matches wins.
        matchers: the app's parameter matchers by name.
        ask_matcher: asks matchers that are not Python functions; None if all are.
    """

    def __init__(
        self,
        routes: Iterable[R],
        matchers: Mapping[str, ParamMatcher] = _NO_MATCHERS,
        ask_matcher: AskMatcher | None = None,
    ) -> None:
        self._matchers = matchers
        self._ask_matcher = ask_matcher
        self._entries = [_Entry.of(route) for route in routes]
        self._root = _TreeNode()
        for index, entry in enumerate(self._entries):
            _insert(self._root, _segments(entry.route.id), index)
        self._literal = dict(self._literal_paths())

    @property
    def routes(self) -> list[R]:
        """All routes, in kit's order."""
        return [entry.route for entry in self._entries]

    async def match(self, path: str) -> tuple[R, Params] | None:
        """Find the route of a decoded path without base; return it with its parameters.

        The search itself is synchronous. When it comes to a matcher whose answer is not known, it stops, the
        matcher is asked, and it starts again.

        Raises:
            ValueError: the percent-encoding of a parameter is malformed.
            Exception: a matcher's.
        """
        route = self._literal.get(path)
        if route is not None:
            return route, Params()
        if self._ask_matcher is None:
            return self.find(path, self._matchers)
        answers = _Answers()
        while True:
            try:
                return self.find(path, answers)
            except _Unanswered as matcher:
                answer = await self._ask_matcher(matcher.name, matcher.value)
                answers.known[matcher.name, matcher.value] = answer

    def find(self, path: str, matchers: Mapping[str, ParamMatcher]) -> tuple[R, Params] | None:
        """Find the route of a path as `match` does, with these matchers.

        Raises:
            ValueError: the percent-encoding of a parameter is malformed.
        """
        for index in self.candidates(path):
            entry = self._entries[index]
            params = entry.params(path, matchers)
            if params is not None:
                return entry.route, params
        return None

    def _literal_paths(self) -> Iterator[tuple[str, R]]:
        """Yield the paths of routes without parameters for which no other route comes first."""
        for index, entry in enumerate(self._entries):
            segments = _segments(entry.route.id)
            path = "/" + "/".join(segments)
            if all(_LITERAL.fullmatch(part) for part in segments) and self.candidates(path)[0] == index:
                yield path, entry.route

    def candidates(self, path: str) -> list[int]:
        """Return the indexes of the routes that may match, in kit's order: a superset of those that do."""
        segments = path.removeprefix("/").removesuffix("/").split("/")
        found: list[int] = []
        branches = [self._root]
        for segment in segments if segments != [""] else ():
            deeper = []
            for branch in branches:
                if branch.open_ended:
                    found += branch.open_ended
                literal = branch.literal.get(segment)
                if literal is not None:
                    deeper.append(literal)
                if branch.dynamic is not None:
                    deeper.append(branch.dynamic)
            branches = deeper
        for branch in branches:
            found += branch.open_ended
            found += branch.ends
        if len(found) > 1:
            found.sort()
        return found


def _segments(route_id: str) -> list[str]:
    return [part for part in route_id[1:].split("/") if part and not _GROUP.fullmatch(part)]


def _insert(branch: _TreeNode, segments: list[str], index: int) -> None:
    for segment in segments:
        if "[..." in segment or "[[" in segment:
            branch.open_ended.append(index)
            return
        if _LITERAL.fullmatch(segment):
            branch = branch.literal.setdefault(segment, _TreeNode())
        else:
            if branch.dynamic is None:
                branch.dynamic = _TreeNode()
            branch = branch.dynamic
    branch.ends.append(index)


class _Unanswered(Exception):
    """Control flow: the answer of a matcher is not known yet."""

    def __init__(self, name: str, value: str) -> None:
        super().__init__(name, value)
        self.name = name
        self.value = value


class _Answers(Mapping[str, ParamMatcher]):
    """Matchers by name that know the answers so far."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], ParamValue | None] = {}

    def __getitem__(self, name: str) -> ParamMatcher:
        def matcher(value: str, /) -> ParamValue | None:
            try:
                return self.known[name, value]
            except KeyError:
                raise _Unanswered(name, value) from None

        return matcher

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(name for name, _ in self.known))

    def __len__(self) -> int:
        return len(self.known)
