"""The messages of findings: what happened, why it harms, and what to write instead."""

from __future__ import annotations

from typing import Final

MADE_OF_REQUEST: Final = "A value that was made of the request's data"

_INSTEAD_OF_SLOT: Final = (
    "Keep what belongs to one request in event.locals, pass it on as an argument, or remember it with "
    "event.once(key, fn), which ends with the request."
)
_INSTEAD_OF_CACHE: Final = (
    "Use lissome.cache.Cache, which has a size and a time to live; what only this request needs goes to "
    "event.locals or event.once(key, fn); what must last goes to the database."
)
_LOGGER: Final = "The logging module keeps every logger, with its handlers, until the process ends."
_INSTEAD_OF_LOGGER: Final = (
    "Use one logger for each module, logging.getLogger(__name__), and pass what differs by request along: "
    "log.info('…', extra={'user': user.id})."
)
_IF_MEANT: Final = "If it is meant to be shared, say why on that line: # lissome: shared -- reason"
_NO_REASON: Final = (
    "The comment `# lissome: shared` there does not count, because it gives no reason: "
    "# lissome: shared -- reason"
)


def closing(*, is_void: bool) -> str:
    """Return the last line of each message: how to allow the finding, or why the comment does not count."""
    return _NO_REASON if is_void else _IF_MEANT


def kept(what: str, *, is_slot: bool) -> str:
    """Return the message for a value of a request that is still there."""
    if is_slot:
        return (
            f"{what} is still here after the request, in a place that all requests share: the next user may "
            f"be answered with it.\n{_INSTEAD_OF_SLOT}"
        )
    return (
        f"{what} is still here after the request, and nothing takes it out: requests of other users can read "
        f"it, and it takes memory until the process ends.\n{_INSTEAD_OF_CACHE}"
    )


def shared(what: str) -> str:
    """Return the message for a value of one session that was there for another."""
    return (
        f"{what} was set while serving the first of these requests, and was still here while the second, of "
        "another session, was served: it may have been answered with the first one's data.\n"
        f"{_INSTEAD_OF_SLOT}"
    )


def overwritten() -> str:
    """Return the message for a slot that two sessions set to different values."""
    return (
        "Two sessions set this, each to its own value: a request that waits in between reads the value of "
        f"the other session.\n{_INSTEAD_OF_SLOT}"
    )


def interleaved() -> str:
    """Return the message for a slot that two requests set at the same time."""
    return (
        "The second of these requests set this while the first was still using it, so the first went on "
        f"with the other's value. Resetting it at the end does not help.\n{_INSTEAD_OF_SLOT}"
    )


def logger_of_user() -> str:
    """Return the message for a logger that is named after a user."""
    return f"{_LOGGER} It is named after this user; other users add theirs.\n{_INSTEAD_OF_LOGGER}"


def loggers_of_requests(count: int) -> str:
    """Return the message for loggers that requests make."""
    return f"{_LOGGER} {count} requests have each made one here.\n{_INSTEAD_OF_LOGGER}"


def growth(size: int, times: int, *, is_repeated: bool) -> str:
    """Return the message for a container that only grows."""
    how = "the same request, asked again," if is_repeated else "requests"
    return (
        f"This has grown with {times} requests and never shrunk; it has {size} entries now. Each time {how} "
        "adds to it, and nothing takes anything out: it takes more memory until the process ends.\n"
        f"{_INSTEAD_OF_CACHE}"
    )
