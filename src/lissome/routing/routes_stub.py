"""The types of `resolve()` by route id, as a stub module for type checkers: `lissome_routes`.

lissome ships that module with one signature for all ids. The one that is written for an app comes first in
the search of its type checkers, and has overloads for its routes. mypy, pyright, ty and pyrefly read both.
"""

from __future__ import annotations

import keyword
from collections.abc import Iterable, Iterator
from typing import Final

from lissome.routing.pattern import Param
from lissome.routing.resolve_route import without_groups
from lissome.routing.route_id import params_of

FILE: Final = "lissome_routes.pyi"

_HEAD: Final = """\
# Written by `lissome sync`: the routes of this app. Changes are lost.
from typing import Literal, overload

from lissome.paths import PathParam

"""


def routes_stub(route_ids: Iterable[str]) -> str:
    """Return the text of the module for an app with these routes.

    Args:
        route_ids: of pages and endpoints. Ids with groups count without them as well.
    """
    by_parameters: dict[str, list[str]] = {}
    for route_id in sorted({name for each in route_ids for name in (each, without_groups(each))}):
        by_parameters.setdefault(_parameters(params_of(route_id)), []).append(route_id)
    signatures = [f"def resolve({_ids(ids)}{rest}) -> str: ..." for rest, ids in by_parameters.items()]
    mark = "@overload\n" if len(signatures) > 1 else ""  # a single overload is an error
    return _HEAD + "\n".join(f"{mark}{one}" for one in signatures) + "\n"


def _ids(ids: list[str]) -> str:
    literals = ", ".join(f'"{one}"' for one in ids)
    return f"route_id: Literal[{literals}], "


def _parameters(params: tuple[Param, ...]) -> str:
    """Return the parameters behind the id, as the stub writes them."""
    if not params:
        return "/"
    if any(not one.name.isidentifier() or keyword.iskeyword(one.name) for one in params):
        names = ", ".join(f'"{one.name}"' for one in params)
        return f"params: dict[Literal[{names}], PathParam], /"
    return f"/, *, {', '.join(_written(params))}"


def _written(params: tuple[Param, ...]) -> Iterator[str]:
    for param in dict.fromkeys(params):
        yield f"{param.name}: PathParam | None = None" if param.optional else f"{param.name}: PathParam"
