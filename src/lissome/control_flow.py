"""The exceptions that `error()` and `redirect()` raise, and where it arrives."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from lissome.described import described, without_query


class ControlFlow(BaseException):
    """The end of a function by `error()` or `redirect()`, which is not its failure.

    It derives from BaseException, as `asyncio.CancelledError` does. So ``except Exception``,
    ``suppress(Exception)``, libraries that try again, and those that report errors do not take it for one.
    """

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"

    def fresh(self) -> ControlFlow:
        """Return another one that says the same: one that is returned may be a constant."""
        raise NotImplementedError


class HttpError(ControlFlow):
    """An expected failure: raised by `lissome.error`, or returned by a load, an action or an endpoint.

    Attributes:
        status: 400 to 599.
        body: the App.Error that ``+error.svelte`` receives; always has ``status`` and ``message``.
    """

    status: int
    body: dict[str, Any]

    def __init__(
        self,
        status: int,
        message: str | Mapping[str, Any] | None = None,
        properties: Mapping[str, Any] | None = None,
        /,
        **props: Any,
    ) -> None:
        """Make an error; see `lissome.error`."""
        check_status_argument("error", "an HTTP error status", status, range(400, 600), 'error(404, "…")')
        body = dict(message) if isinstance(message, Mapping) else {"message": message}
        text = body.get("message")
        if text is not None and not isinstance(text, str):
            msg = f"error({status}, …): the message is {described(text)}; write a text that users may see"
            raise TypeError(msg)
        text = f"Error: {status}" if text is None else text
        super().__init__(status, text)
        self.status = int(status)
        others = {**body, **_mapping(properties), **props}
        self.body = {**_without(others, "status", "message"), "status": self.status, "message": text}

    def fresh(self) -> HttpError:
        """See `ControlFlow.fresh`."""
        return HttpError(self.status, self.body)

    def __str__(self) -> str:
        message: str = self.body["message"]
        return message

    def __reduce__(self) -> tuple[Any, ...]:
        return HttpError, (self.status, self.body)


class Redirect(ControlFlow):
    """The way to another page: raised by `lissome.redirect`, or returned by a load, an action or an endpoint.

    ``return Redirect(303, "/list")`` leaves a block such as ``async with db.begin():`` without an exception,
    so the block commits.

    Attributes:
        status: 300 to 308.
        location: the target, a valid header value.
    """

    status: int
    location: str

    def __init__(self, status: int, location: object, *, external: bool | Collection[str] = False) -> None:
        """Make a redirect; see `lissome.redirect`."""
        from lissome.redirect_location import redirect_location  # noqa: PLC0415 - `lissome --help` is quick

        example = 'redirect(303, "/list")'
        check_status_argument("redirect", "a redirect status", status, range(300, 309), example)
        super().__init__(status)
        self.status = int(status)
        self.location = redirect_location(location, external=external)

    @classmethod
    def of_kit(cls, status: int, location: str) -> Redirect:
        """Return a redirect that kit, or a response of the app, has made: it is taken as it is."""
        made = cls.__new__(cls, status)
        made.status, made.location = status, location
        return made

    def fresh(self) -> Redirect:
        """See `ControlFlow.fresh`."""
        return Redirect.of_kit(self.status, self.location)

    def __str__(self) -> str:
        return f"{self.status} -> {without_query(self.location)}"

    def __reduce__(self) -> tuple[Any, ...]:
        return Redirect.of_kit, (self.status, self.location)


FAILURES: Final = (Exception, ControlFlow, BaseExceptionGroup)
"""What a function of the app may end with, apart from a cancellation and from what ends the process."""


def delivered(failure: BaseException) -> BaseException:
    """Return what answers the request.

    Tasks of an `asyncio.TaskGroup` raise groups. One of redirects and errors alone stands for its first;
    any other failure among them makes the whole group a failure.
    """
    if not isinstance(failure, BaseExceptionGroup):
        return failure
    leaves = list(_leaves(failure))
    return leaves[0] if all(isinstance(leaf, ControlFlow) for leaf in leaves) else failure


def _leaves(failure: BaseException) -> Iterator[BaseException]:
    if isinstance(failure, BaseExceptionGroup):
        for inner in failure.exceptions:
            yield from _leaves(inner)
    else:
        yield failure


def check_status_argument(call: str, what: str, status: object, allowed: range, example: str) -> None:
    """Refuse a status that is none.

    Args:
        call: the function's name.
        what: kind of status.
        example: a right call.

    Raises:
        TypeError: it is no number; usually the arguments are in another order.
        ValueError: it is not in the range.
    """
    if isinstance(status, bool) or not isinstance(status, int):
        msg = f"{call}({described(status)}, …): the status, a number, comes first; write {example}"
        raise TypeError(msg)
    if status not in allowed:
        msg = f"{call}({int(status)}, …): {what} is between {allowed[0]} and {allowed[-1]}"
        raise ValueError(msg)


def _without(members: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in members.items() if name not in names}


def _mapping(properties: object) -> Mapping[str, Any]:
    if properties is None or isinstance(properties, Mapping):
        return properties or {}
    msg = f'error(…): further members are named, as in error(404, "…", code=7), not {described(properties)}'
    raise TypeError(msg)
