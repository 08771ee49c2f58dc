# The types of `lissome.paths.resolve` for an app whose routes type checkers do not know. `lissome sync`
# writes this module anew for an app, with its routes, into a folder that comes first in the checkers' search.
from collections.abc import Mapping

from lissome.paths import PathParam

def resolve(
    route_id: str, params: Mapping[str, PathParam | None] | None = None, /, **named: PathParam | None
) -> str: ...
