"""Parameter matchers: in Python (src/params.server.py), or in JavaScript (src/params.js) and asked in V8.

Python's are functions that the router calls itself. As for V8's: the router is pure and synchronous, V8 is
neither. So the router is given matchers that only know answers already fetched; when it asks for another one,
the search stops, the answer is fetched, and the search starts again. Routes without matchers never come here.
"""

from __future__ import annotations

import inspect
import json
import math
from collections.abc import Iterator, Mapping
from typing import Any, Final, cast

import orjson

from lissome.codec import BigInt
from lissome.errors import AppError, RenderError
from lissome.manifest import Manifest
from lissome.routing.pattern import Matcher, ParamValue
from lissome.routing.router import R, Router
from lissome.server.startup.modules import Modules
from lissome.ssr import Renderer

# JavaScript's Number.MAX_SAFE_INTEGER.
_MAX_SAFE: Final = 2**53 - 1


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


def load_matchers(manifest: Manifest, modules: Modules) -> Mapping[str, Matcher] | None:
    """The functions of src/params.server.py that routes name; None when V8 has them.

    Raises:
        AppError: one is not a plain function.
    """
    names = {param.matcher for route in manifest.routes for param in route.params if param.matcher}
    file = manifest.hooks.matchers
    if file is None:
        return None if names else {}
    module = modules.load(file)
    return {name: _python_matcher(file, name, getattr(module, name, None)) for name in names}


def _python_matcher(file: str, name: str, function: Any) -> Matcher:
    if not callable(function) or inspect.iscoroutinefunction(function):
        msg = f"{file}: the matcher {name} must be a plain function: def {name}(value: str) -> str | None"
        raise AppError(msg)

    def matcher(value: str, /) -> ParamValue | None:
        result = function(value)
        if result is not None and not isinstance(result, str | int | float):
            msg = (
                f"{file}: the matcher {name} returned {type(result).__name__}; "
                "a parameter is a str, int, float or bool, and None means that it does not match"
            )
            raise TypeError(msg)
        return result if _fits_javascript(result) else None

    return matcher


def _fits_javascript(value: ParamValue | None) -> bool:
    """A number that the browser could not hold exactly is no parameter: the address matches nothing."""
    return isinstance(value, str) or value is None or -_MAX_SAFE <= value <= _MAX_SAFE


async def find_route(
    router: Router[R], path: str, renderer: Renderer, matchers: Mapping[str, Matcher] | None = None
) -> tuple[R, dict[str, ParamValue]] | None:
    """`Router.find`, with matchers asked in V8 where the path gets as far as that.

    Args:
        matchers: those in Python; with them V8 is not asked.

    Raises:
        ValueError: a parameter is malformed percent-encoding.
        RenderError: a matcher threw.
    """
    if matchers is not None:
        return router.find(path, matchers)
    answers = _Answers()
    while True:
        try:
            return router.find(path, answers)
        except _Unanswered as missing:
            question = {"fn": "match", "matcher": missing.name, "value": missing.value}
            answer = await renderer.ask(question, refuse)
            answers.known[missing.name, missing.value] = _value(answer)


async def refuse(request: dict[str, Any]) -> Any:
    """The host of what must not ask for anything."""
    msg = f"a matcher cannot {request['kind']}: it must answer at once"
    raise RenderError(msg)


def _value(answer: dict[str, Any]) -> ParamValue | None:
    if not answer["match"]:
        return None
    value = answer["value"]
    if type(value) is int and abs(value) > _MAX_SAFE:
        return float(value)  # as large as that an int would be a BigInt again
    if not isinstance(value, dict):
        return cast(ParamValue, value)
    return BigInt(value["bigint"]) if "bigint" in value else float(value["number"])


def to_isolate(params: Mapping[str, Any]) -> bytes:
    """Parameters as JSON for V8, with an object for what JSON has no number for: ``{"number": "NaN"}``."""
    return orjson.dumps({name: _plain(value) for name, value in params.items()})


def _plain(value: Any) -> Any:
    if type(value) is BigInt:
        return {"bigint": str(value)}
    if isinstance(value, float) and not math.isfinite(value):
        return {"number": json.dumps(value)}  # as JavaScript writes it
    return value
