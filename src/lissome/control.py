"""`error()`, `redirect()` and `fail()`, by which a load, an action or an endpoint ends early.

The rules are SvelteKit's: https://svelte.dev/docs/kit/@sveltejs-kit
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final, Generic, NoReturn, TypeVar, overload

from lissome.control_flow import HttpError, Redirect, check_status_argument
from lissome.described import described

T = TypeVar("T")

_MISSING: Final = object()

_failures: ContextVar[list[str] | None] = ContextVar("lissome_failures", default=None)


class ActionFailure(Generic[T]):
    """The result of `fail`: the action ran, and its input was not acceptable.

    Attributes:
        status: the HTTP status of the answer, 400 to 599.
        data: the page receives it as ``form``.
    """

    __slots__ = ("data", "status")

    def __init__(self, status: int, data: T) -> None:
        self.status = status
        self.data = data


def error(
    status: int,
    message: str | Mapping[str, Any] | None = None,
    properties: Mapping[str, Any] | None = None,
    /,
    **props: Any,
) -> NoReturn:
    """Stop and show the nearest ``+error.svelte``.

    Args:
        status: 400 to 599.
        message: shown to the user; ``Error: <status>`` by default. As in SvelteKit it may also be an
            App.Error, a dict with ``message``.
        properties: further members of App.Error, in SvelteKit's way.
        **props: the same in Python's way. All of them are visible in the browser.

    Raises:
        HttpError: always.
        ValueError: the status is not between 400 and 599.
        TypeError: an argument has a wrong type.
    """
    raise HttpError(status, message, properties, **props)


@overload
def redirect(status: int, location: object, *, external: bool = False) -> NoReturn: ...
@overload
def redirect(status: int, location: object, *, external: Collection[str]) -> NoReturn: ...
def redirect(
    status: int, location: object = _MISSING, *, external: bool | Collection[str] = False
) -> NoReturn:
    """Stop and send the browser to `location`.

    Inside of a transaction's block write ``return Redirect(303, "/list")``: raising makes it roll back.

    Args:
        status: 303 after a form action, 307 or 308 to keep the method, 301 or 302 for history's sake.
        location: a path (``/login``, ``../list?page=2``), or a URL of this site; a text or a URL object.
            Another origin needs ``external``, so that a value from the request cannot send users to another
            site.
        external: True allows an absolute or protocol-relative location; a list of origins allows these.
            ``javascript:`` and ``data:`` are never allowed.

    Raises:
        Redirect: always.
        ValueError: the status or the location is not acceptable.
        TypeError: an argument is missing, or has a wrong type.
    """
    if location is _MISSING:
        raise _one_argument(status)
    raise Redirect(status, location, external=external)


def _one_argument(given: object) -> TypeError:
    missing = "location" if isinstance(given, int) else "status"
    return TypeError(f'redirect({described(given)}) has no {missing}; write redirect(303, "/list")')


@overload
def fail(status: int) -> ActionFailure[None]: ...
@overload
def fail(status: int, data: T) -> ActionFailure[T]: ...
def fail(status: int, data: Any = None) -> ActionFailure[Any]:
    """Return a failure from a form action whose input is not acceptable: ``return fail(400, {…})``.

    Args:
        status: 400 to 599; 422 or 400 are usual.
        data: the page receives it as ``form``: errors by field, and the values to refill.

    Raises:
        ValueError: the status is not between 400 and 599.
        TypeError: the status is no number.
    """
    example = 'fail(400, {"errors": {…}})'
    check_status_argument("fail", "a failure's status", status, range(400, 600), example)
    noted = _failures.get()
    if noted is not None:
        caller = sys._getframe(1)  # noqa: SLF001 - in dev only, for the message
        file = caller.f_code.co_filename
        noted.append(f"{file[max(file.rfind('src/'), 0) :]}:{caller.f_lineno}")
    return ActionFailure(int(status), data)


@contextmanager
def noted_failures() -> Iterator[list[str]]:
    """Note the places that call `fail()` in this block; for dev, which says that one was not returned."""
    made: list[str] = []
    token = _failures.set(made)
    try:
        yield made
    finally:
        _failures.reset(token)
