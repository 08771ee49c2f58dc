"""Route ids, their patterns as kit makes them, and paths that nearly match."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from lissome.routing.params import ParamValue
from lissome.routing.pattern import Param, ParamMatcher

if TYPE_CHECKING:
    from support.kit import Kit


@dataclass(frozen=True)
class RouteOf:
    """A route as it stands in the manifest."""

    id: str
    pattern: str
    params: Sequence[Param]

    @classmethod
    def kit(cls, kit: Kit, route_id: str) -> RouteOf:
        parsed = kit.call("parse_route_id", route_id)
        return cls(route_id, parsed["pattern"], [Param(**param) for param in parsed["params"]])


def integer(value: str, /) -> ParamValue | None:
    return int(value) if re.fullmatch(r"[0-9]+", value) else None


def word(value: str, /) -> ParamValue | None:
    return value if re.fullmatch(r"[a-z]+", value) else None


def never(_value: str, /) -> ParamValue | None:
    return None


# The same as in tests/js/kit.js.
MATCHERS: Mapping[str, ParamMatcher] = {"integer": integer, "word": word, "never": never}

TEXTS = ["a", "ab", "x.y", "A", "12", "é", "[x+2f]", "[x+25]", "[u+00e9]", "a-"]
kinds = st.sampled_from(["", "=integer", "=word", "=never"])


@st.composite
def _segment(draw: st.DrawFn, name: str) -> str:
    text, kind = draw(st.sampled_from(TEXTS)), draw(kinds)
    forms = [
        text,
        text,
        f"({text})",
        f"[{name}{kind}]",
        f"[[{name}{kind}]]",
        f"[...{name}{kind}]",
        f"{text}[{name}{kind}]",
        f"[{name}]-[{name}2{kind}]",
        f"{text}[[{name}]]",
        f"a[...{name}]b",
    ]
    return draw(st.sampled_from(forms))


@st.composite
def _ids(draw: st.DrawFn) -> str:
    count = draw(st.integers(0, 4))
    segments = [draw(_segment(f"p{place}")) for place in range(count)]
    route_id = "/" + "/".join(segments)
    # What kit's build refuses: an optional segment behind a rest.
    return route_id if not re.search(r"\[\.\.\..*\[\[", route_id) else "/[...p0]/z"


ids = _ids()

VALUES = ["a", "b", "x.y", "12", "7", "é", "%2F", "%25", "%2525", "%20", "%", "a-b", "x\n", "A"]
ODD = ["", "e\u0301", "%2f", "a/", "[a]"]


def _unescape(segment: str) -> str:
    """What stands in a path for the literal parts of a segment."""
    escapes = {"[x+2f]": "%2F", "[x+25]": "%25", "[u+00e9]": "é"}
    return re.sub(r"\[[xu]\+[^\]]+\]", lambda match: escapes[match[0]], segment)


@st.composite
def paths(draw: st.DrawFn, route_id: str) -> str:
    """Decoded paths, most of which the route matches."""
    parts: list[str] = []
    for segment in route_id[1:].split("/"):
        if not segment or segment.startswith("("):
            continue
        count = draw(st.integers(0, 3)) if segment.startswith("[...") else draw(st.integers(0, 1))
        if not segment.startswith(("[...", "[[")):
            count = draw(st.sampled_from([1] * 20 + [0]))
        parts += [_filled(draw, segment) for _ in range(count)]
    if draw(st.sampled_from([False] * 9 + [True])):
        parts.insert(draw(st.integers(0, len(parts))), draw(st.sampled_from([*VALUES, *ODD])))
    return "/" + "/".join(parts) + draw(st.sampled_from(["", "", "", "/", "\n"]))


def _filled(draw: st.DrawFn, segment: str) -> str:
    values = VALUES if "=" not in segment else ["12", "a", "7", "b", "x.y"]
    return re.sub(r"\[+[^\]]+\]+", lambda _: draw(st.sampled_from(values)), _unescape(segment))
