"""The addresses that lead to a route: their parameters are canaries, if the matchers accept those."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from urllib.parse import quote, urlsplit

from lissome.routing.paths import decode_pathname
from lissome.server.runtime import Runtime
from lissome.server.startup.routes import ServerRoute
from lissome.testing.two_user_probe.canary import CanaryFactory
from lissome.testing.two_user_probe.typed_input import fits, typed_params

_GROUP: Final = re.compile(r"\([^)]*\)")
_PART: Final = re.compile(
    r"\[(?P<kind>x\+|u\+)(?P<code>[0-9a-f-]+)\]"
    r"|\[\[(?P<optional>[^\]=]+)(?:=[^\]]+)?\]\]"
    r"|\[\.\.\.(?P<rest>[^\]=]+)(?:=[^\]]+)?\]"
    r"|\[(?P<name>[^\]=]+)(?:=[^\]]+)?\]"
)

# Values that matchers often accept, for parameters that accept no canary.
_ORDINARY: Final = ("1", "2026-01-31", "en", "true", "a", "A", "list")


async def find(runtime: Runtime, path: str) -> ServerRoute | None:
    """Return the route that answers `path` (below the base), or None."""
    try:
        decoded = decode_pathname(path)
        found = await runtime.router.match(decoded)
    except ValueError:  # a link with malformed percent-encoding
        return None
    return None if found is None else found[0]


async def address(
    runtime: Runtime, route: ServerRoute, factory: CanaryFactory, given: Mapping[str, str]
) -> str | None:
    """Return a path that leads to the route, or None if no value was found that it accepts.

    Args:
        given: values of parameters, by name.
    """
    names, typed = [param.name for param in route.params], typed_params(route)
    tries = (
        _choices(factory, name, matched=param.matcher is not None or name in typed, given=given)
        for name, param in zip(names, route.params, strict=True)
    )
    for values in itertools.islice(itertools.product(*tries), 64):
        path = _path(route.id, dict(zip(names, values, strict=True)))
        found = await runtime.router.match(decode_pathname(path))
        if found is not None and found[0].id == route.id and fits(route, found[1]):
            return runtime.manifest.paths.base + path
    return None


def _choices(factory: CanaryFactory, name: str, *, matched: bool, given: Mapping[str, str]) -> Sequence[str]:
    if name in given:
        return (given[name],)
    spot = f"parameter {name}"
    text = factory.text(spot)
    return (text, factory.number(spot), factory.uuid(spot), *_ORDINARY) if matched else (text,)


def _path(route_id: str, values: Mapping[str, str]) -> str:
    """The path of a route such as ``/users/(all)/[id]``, with its parameters filled in."""

    def fill(part: re.Match[str]) -> str:
        if part["kind"]:
            return quote("".join(chr(int(code, 16)) for code in part["code"].split("-")), safe="")
        return quote(
            values[part["optional"] or part["rest"] or part["name"]], safe="/" if part["rest"] else ""
        )

    segments = [segment for segment in route_id.split("/") if segment and not _GROUP.fullmatch(segment)]
    return "/" + "/".join(_PART.sub(fill, segment) for segment in segments)


def local_paths(base: str, here: str, links: list[str]) -> Iterator[str]:
    """Yield the paths, without the base, of links that stay in the app."""
    for link in links:
        parts = urlsplit(link)
        if parts.scheme or parts.netloc or not parts.path:
            continue
        path = parts.path if parts.path.startswith("/") else _join(here, parts.path)
        if path.startswith(base):
            yield path[len(base) :] or "/"


def _join(here: str, relative: str) -> str:
    steps = here.split("/")[:-1]
    for step in relative.split("/"):
        if step == "..":
            steps = steps[:-1] if len(steps) > 1 else steps
        elif step != ".":
            steps.append(step)
    return "/".join(steps) or "/"
