"""From a route's id and its parameters to a path: the way back of routing.

Source: SvelteKit 3.2, `resolve_route` in `utils/routing.js` and `resolve` in `runtime/app/paths/server.js`
(behaviour, not code). Unlike those it escapes parameters, so that routing finds the same values again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from typing import Final
from urllib.parse import quote
from uuid import UUID

from lissome.described import described
from lissome.routing.route_id import SEGMENT_PART, RouteParams

PathParam = str | int | float | bool | UUID | Enum
"""A value that can stand in a path."""

_SCHEME: Final = re.compile(r"[a-z][a-z\d+.-]*:|//", re.IGNORECASE)
_GROUP: Final = re.compile(r"\([^)]+\)")
_WORD: Final = "!$&'()*+,;=:@"
"""What a segment may contain as it is (RFC 3986 section 3.3), besides letters, digits and ``-._~``."""


def resolve_route(route_id: str, params: Mapping[str, PathParam | None]) -> str:
    """Return the path of a route, without the base path.

    Args:
        route_id: ``/blog/[slug]``, perhaps with a query and a fragment behind it; or a path.
        params: by name; None counts as missing.

    Raises:
        ValueError: it is a URL of a site, or a parameter is missing, unknown, or cannot stand in a path.
    """
    if _SCHEME.match(route_id):
        msg = f"resolve({route_id!r}) is a URL already; resolve() takes an id of a route, or a path"
        raise ValueError(msg)
    path, end, rest = _parted(route_id if route_id.startswith("/") else f"/{route_id}")
    known = RouteParams.of(path)
    for name in params:
        if name not in known:
            names = ", ".join(f"`{one}`" for one in sorted(known.always | known.sometimes)) or "none"
            msg = f"resolve({route_id!r}) has no parameter {name!r}; there is {names}"
            raise ValueError(msg)
    filled = [_filled(segment, path, params) for segment in without_groups(path).split("/")]
    slash = "/" if path != "/" and path.endswith("/") else ""
    return f"/{'/'.join(filter(None, filled))}{slash}{end}{rest}"


def without_groups(route_id: str) -> str:
    """Return a route's id without groups: ``/(app)/users`` becomes ``/users``."""
    return "/" + "/".join(part for part in route_id.split("/") if part and not _GROUP.fullmatch(part))


def _parted(route_id: str) -> tuple[str, str, str]:
    """Return the id, and the query or fragment behind it, which no parameter can be in."""
    end = re.search("[?#]", route_id)  # within an id they are escaped: [x+3f]
    return (route_id, "", "") if end is None else (route_id[: end.start()], end[0], route_id[end.end() :])


def _filled(segment: str, route_id: str, params: Mapping[str, PathParam | None]) -> str:
    def fill(part: re.Match[str]) -> str:
        if part["escape"]:
            units = "".join(chr(int(code, 16)) for code in part["code"].split("-"))
            text = units.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # joins pairs
            return re.sub("[%/?#]", lambda found: f"%{ord(found[0]):02X}", text)
        return _value(part, route_id, params.get(part["name"]))

    filled = SEGMENT_PART.sub(fill, segment)
    if "[" in segment and any(one in (".", "..") for one in filled.split("/")):
        msg = f"the parameters of {route_id!r} give the segment {filled!r}, which would lead elsewhere"
        raise ValueError(msg)
    return filled


def _value(part: re.Match[str], route_id: str, value: PathParam | None) -> str:
    name = part["name"]
    if value is None or (value == "" and not part["optional"] and not part["rest"]):
        if part["optional"]:
            return ""
        msg = f"resolve({route_id!r}) needs the parameter `{name}`: write resolve({route_id!r}, {name}=…)"
        raise ValueError(msg)
    text = _text(name, route_id, value)
    if text.startswith("/") or text.endswith("/"):
        msg = f"the parameter `{name}` of {route_id!r} cannot begin or end with a slash"
        raise ValueError(msg)
    return quote(text, safe=f"{_WORD}/" if part["rest"] else _WORD)


def _text(name: str, route_id: str, value: object) -> str:
    """Return a parameter as JavaScript writes it."""
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, int | UUID):
        return str(value)
    msg = (
        f"the parameter `{name}` of {route_id!r} is {described(value)}; it must be a str, int, float, bool, "
        "UUID or enum"
    )
    raise ValueError(msg)
