"""`guard.py`: one place that protects a folder of routes.

A folder in src/routes may have a `guard.py` with a function `guard(event)`. It runs for every request to a
route in that folder or below it, whatever kind of request it is: pages, data requests, form actions,
endpoints, and requests that `event.fetch` makes. It runs before any load or handler there, outer guards
first, and refuses by `redirect()` or `error()`.

A check in a layout's `load` is not enough. Loads run side by side, so the page's own load has begun before
the layout's has refused; kit's client does not rerun a layout's load on each navigation; and actions and
endpoints never run it. So there is one more rule here, checked at start: below a guard each page has a load
in the guarded part of its branch, so that the client has to ask the server before it can show the page.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from lissome.described import described
from lissome.errors import AppError, ControlFlow
from lissome.server.startup.modules import BrokenModule, Modules

_ROUTES = "src/routes"


@dataclass(frozen=True, slots=True)
class AccessGuard:
    """The guard of a folder.

    Attributes:
        folder: relative to the app, for example ``src/routes/(app)``.
        check: the app's function; refuses by raising.
    """

    folder: str
    check: Callable[[Any], Any]

    async def __call__(self, event: Any) -> None:
        """Let the request pass, or raise what the app raised."""
        result = self.check(event)
        if inspect.isawaitable(result):
            result = await result
        if isinstance(result, ControlFlow):
            raise result.fresh()
        if result is not None:
            msg = (
                f"guard in {self.folder}/guard.py returned {described(result)}, which refuses nobody; refuse "
                'by redirect(303, "/login") or error(403), and return nothing to let the request pass'
            )
            raise AppError(msg)

    def covers(self, file: str | None) -> bool:
        """True if a file of the app is below this guard."""
        return file is not None and file.startswith(self.folder + "/")


def find_guards(route_id: str, modules: Modules) -> tuple[AccessGuard, ...]:
    """The guards of a route, outermost first. One that cannot be imported lets nobody in.

    Raises:
        AppError: a guard.py has no function `guard`.
    """
    guards = []
    for folder in _folders(route_id):
        file = f"{folder}/guard.py"
        if (modules.root / file).is_file():
            guards.append(AccessGuard(folder, _check_of(file, modules)))
    return tuple(guards)


def _check_of(file: str, modules: Modules) -> Callable[[Any], Any]:
    module = modules.try_load(file)
    check = module if isinstance(module, BrokenModule) else getattr(module, "guard", None)
    if callable(check):
        return check
    msg = f"{file} has no function `guard`; write: async def guard(event: RequestEvent) -> None"
    return modules.refuse(file, AppError(msg))


def require_load(route_id: str, guards: Sequence[AccessGuard], loads: Sequence[str | None]) -> None:
    """Refuse a guarded page that kit's client could show without asking the server.

    Args:
        loads: for each node of the page's branch its server file, if that has a load.

    Raises:
        AppError: no load is below the innermost guard.
    """
    if guards and not any(guards[-1].covers(file) for file in loads):
        msg = (
            f"the page {route_id} is below {guards[-1].folder}/guard.py, but no load is: after a click on a "
            "link the browser would show it without asking the server. Add a +page.server.py to it with "
            "`async def load(event): return {}`, or a +layout.server.py beside the guard."
        )
        raise AppError(msg)


def _folders(route_id: str) -> list[str]:
    """``/(app)/users`` -> ``src/routes``, ``src/routes/(app)``, ``src/routes/(app)/users``."""
    parts = [part for part in route_id.split("/") if part]
    return ["/".join([_ROUTES, *parts[:depth]]) for depth in range(len(parts) + 1)]
