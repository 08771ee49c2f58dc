"""Parameter matchers that are written in JavaScript (src/params.js), asked in V8.

The router is pure and synchronous, V8 is neither. So the router is given matchers that only know answers
already fetched; when it asks for another one, the search stops, the answer is fetched, and the search starts
again. Routes without matchers never come here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from lissome.errors import RenderError
from lissome.routing.pattern import Matcher, ParamValue
from lissome.routing.router import R, Router
from lissome.ssr import Renderer


class _Unanswered(Exception):  # control flow, not a failure
    def __init__(self, name: str, value: str) -> None:
        super().__init__(name, value)
        self.name = name
        self.value = value


class _Answers(Mapping[str, Matcher]):
    """Matchers by name that know the answers fetched so far."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], ParamValue | None] = {}

    def __getitem__(self, name: str) -> Matcher:
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


async def find_route(
    router: Router[R], path: str, renderer: Renderer
) -> tuple[R, dict[str, ParamValue]] | None:
    """`Router.find`, with matchers asked in V8 where the path gets as far as that.

    Raises:
        ValueError: a parameter is malformed percent-encoding.
        RenderError: a matcher threw.
    """
    answers = _Answers()
    while True:
        try:
            return router.find(path, answers)
        except _Unanswered as missing:
            question = {"fn": "match", "matcher": missing.name, "value": missing.value}
            answer = await renderer.ask(question, _refuse)
            answers.known[missing.name, missing.value] = _value(answer)


async def _refuse(request: dict[str, Any]) -> Any:
    msg = f"a matcher cannot {request['kind']}: it must answer at once"
    raise RenderError(msg)


class BigInt(int):
    """A parameter that a matcher made a BigInt: an int like any other to Python, a BigInt again in V8."""


def _value(answer: dict[str, Any]) -> ParamValue | None:
    if not answer["match"]:
        return None
    value: ParamValue = BigInt(answer["value"]) if answer.get("bigint") else answer["value"]
    return value
