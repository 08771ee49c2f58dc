"""Parameter matchers: Python functions (src/params.server.py), or JavaScript (src/params.js), asked in V8."""

from __future__ import annotations

import inspect
import json
import math
from collections.abc import Mapping
from typing import Any, Final, cast

import orjson

from lissome.codec import BigInt
from lissome.errors import AppError, RenderError
from lissome.manifest import Manifest
from lissome.routing.params import ParamValue
from lissome.routing.pattern import ParamMatcher
from lissome.routing.router import AskMatcher
from lissome.server.startup.modules import Modules
from lissome.ssr import Renderer

# JavaScript's Number.MAX_SAFE_INTEGER.
_MAX_SAFE: Final = 2**53 - 1


def load_matchers(manifest: Manifest, modules: Modules) -> Mapping[str, ParamMatcher] | None:
    """Return the functions of src/params.server.py that routes name; None if V8 has them.

    Raises:
        AppError: one is not a plain function.
    """
    names = {param.matcher for route in manifest.routes for param in route.params if param.matcher}
    file = manifest.hooks.matchers
    if file is None:
        return None if names else {}
    module = modules.load(file)
    return {name: _python_matcher(file, name, getattr(module, name, None)) for name in names}


def _python_matcher(file: str, name: str, function: Any) -> ParamMatcher:
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
    """True unless it is a number that JavaScript cannot hold exactly: such an address matches nothing."""
    return isinstance(value, str) or value is None or -_MAX_SAFE <= value <= _MAX_SAFE


def v8_matchers(renderer: Renderer) -> AskMatcher:
    """Return a function that asks the matchers of src/params.js, in V8."""

    async def ask(name: str, value: str) -> ParamValue | None:
        answer = await renderer.ask({"fn": "match", "matcher": name, "value": value}, refuse)
        return _value(answer)

    return ask


async def refuse(request: dict[str, Any]) -> Any:
    """Refuse what a matcher asks for: it has no host."""
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
    """Return parameters as JSON for V8; numbers that JSON lacks are objects: ``{"number": "NaN"}``."""
    return orjson.dumps({name: _plain(value) for name, value in params.items()})


def _plain(value: Any) -> Any:
    if type(value) is BigInt:
        return {"bigint": str(value)}
    if isinstance(value, float) and not math.isfinite(value):
        return {"number": json.dumps(value)}  # as JavaScript writes it
    return value
