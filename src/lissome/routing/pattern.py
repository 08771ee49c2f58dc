"""Compiles a route's JavaScript pattern for Python, and extracts the parameters from a match.

The rules are those of SvelteKit 3.2's `utils/routing.js`, `exec` above all: see
`tests/routing/test_pattern.py` for the cases.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from lissome.routing.params import Params, ParamValue
from lissome.routing.paths import decode_component


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter of a route id, in the order of its pattern's groups.

    Attributes:
        chained: True if it is a whole segment, so that a value which it refuses can go to the next parameter.
    """

    name: str
    matcher: str | None = None
    optional: bool = False
    rest: bool = False
    chained: bool = False


class ParamMatcher(Protocol):
    """A parameter matcher: returns the parameter's value, or None if the text does not match."""

    def __call__(self, value: str, /) -> ParamValue | None: ...


def compile_pattern(source: str) -> re.Pattern[str]:
    """Compile the source of one of kit's route patterns.

    Three constructs that kit uses mean something else in Python's `re`: ``[^]`` (any character), ``$`` (which
    in Python also matches before a final newline) and ``(…*)?`` (whose group is no match in JavaScript when
    it would be empty).
    """
    python = source.replace("[^]", r"[\s\S]").replace("([^/]*)?", "([^/]+)?")
    if python.endswith("$"):
        python = python[:-1] + r"\Z"
    return re.compile(python)


def extract_params(
    values: Sequence[str | None], params: Sequence[Param], matchers: Mapping[str, ParamMatcher]
) -> Params | None:
    """Return the parameters from the groups of a match; None if a matcher refuses.

    If the matcher of an optional parameter that is a whole segment refuses, the value goes to the next
    parameter, or into a following rest parameter.

    Raises:
        ValueError: the percent-encoding of a value is malformed.
    """
    result = Params()
    matched = sum(value is not None for value in values)
    buffered = 0
    for index, param in enumerate(params):
        position = index - buffered
        value = values[position]
        if param.chained and param.rest and buffered:
            value = "/".join(part for part in values[position : index + 1] if part)
            buffered = 0
        if value is None:
            if not param.rest:
                continue
            value = ""  # a rest parameter always has a value; its matcher may refuse the empty one
        decoded: ParamValue | None = decode_component(value)
        if param.matcher is not None:
            decoded = matchers[param.matcher](str(decoded))
            if decoded is None:
                if param.optional and param.chained:
                    buffered += 1
                    continue
                return None
        assert decoded is not None
        result[param.name] = decoded
        if _settles(index, param, params, values, found=len(result), matched=matched):
            buffered = 0
    return None if buffered else result


def _settles(
    index: int,
    param: Param,
    params: Sequence[Param],
    values: Sequence[str | None],
    *,
    found: int,
    matched: int,
) -> bool:
    """Return True if a parameter that matches shows that no refused value is left over."""
    following = params[index + 1] if index + 1 < len(params) else None
    value = values[index + 1] if index + 1 < len(values) else None
    if following is None:
        return not value and found == matched
    return not following.rest and following.optional and bool(value) and param.chained
