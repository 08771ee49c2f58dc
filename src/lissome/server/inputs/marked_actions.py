"""`@action`, which makes a function of a page's `+page.server.py` a form action."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any, Final, TypeVar, overload

from lissome.described import described
from lissome.errors import AppError

F = TypeVar("F", bound=Callable[..., Any])

_MARK: Final = "__lissome_action__"


@overload
def action(run: F, /) -> F: ...
@overload
def action(*, name: str) -> Callable[[F], F]: ...
def action(run: Any = None, /, *, name: str = "") -> Any:
    """Make a function a form action: ``@action async def create(event, form: NewPerson)``.

    A form names it by ``action="?/create"``; a function called `default` is the page's default action. The
    function stays as it is.

    Args:
        name: the action's name, if it is not the function's: ``@action(name="sign-in")``.

    Raises:
        TypeError: what stands below the decorator is no function.
    """
    if run is None:
        return lambda decorated: _marked(decorated, name)
    return _marked(run, name)


def _marked(run: Any, name: str) -> Any:
    if not callable(run):
        msg = f"@action stands above a function, not {described(run)}; a name is given by @action(name=…)"
        raise TypeError(msg)
    name = name or getattr(run, "__name__", "")
    if not name or name == "<lambda>":
        msg = f"@action finds no name in {described(run)}; write @action(name=…)"
        raise TypeError(msg)
    setattr(run, _MARK, name)
    return run


def actions_in(file: str, module: ModuleType) -> Mapping[str, Any] | None:
    """Return the form actions of a module by name: those in its dict `actions`, or those marked by `@action`.

    Raises:
        AppError: it has both, one name twice, or one of another module, which the build cannot see.
    """
    table: object = getattr(module, "actions", None)
    marked: dict[str, Any] = {}
    for attribute, run in vars(module).items():
        name = getattr(run, "__dict__", {}).get(_MARK)
        if name is None:
            continue
        if run.__module__ != module.__name__:
            msg = (
                f"{file}: the action {attribute!r} comes from {run.__module__}, but the build reads this "
                f"file alone; write it here, and call that: @action async def {attribute}(event): "
                f"return await shared.{attribute}(event)"
            )
            raise AppError(msg)
        if marked.setdefault(name, run) is not run:
            msg = f"{file}: two actions are called {name!r}; rename one"
            raise AppError(msg)
    if table is None:
        return marked or None
    if marked:
        msg = f"{file} has `actions` and @action; write all of them in one way"
        raise AppError(msg)
    if not isinstance(table, Mapping) or not all(callable(one) for one in table.values()):
        msg = f"{file}: `actions` must be a dict of functions: actions = {{'create': create}}"
        raise AppError(msg)
    return table
