"""The exceptions of lissome.

BaseException
└── ControlFlow           ends a function of the app early; `except Exception` lets it pass
    ├── HttpError         raised by error(): an expected failure, shown to the user
    └── Redirect          raised by redirect()

Exception
├── LissomeError          something that the developer or operator has to fix
│   ├── ManifestError     the build output is missing, stale or foreign
│   ├── AppError          a route or hooks file that breaks a rule
│   ├── ModuleImportError a route module that cannot be imported
│   └── RenderError       the page could not be rendered in V8
│       ├── RenderStopped     it did not come to its own end
│       │   ├── RenderTimeout     it used up its time budget
│       │   ├── RenderOutOfMemory it used up its heap budget
│       │   └── IsolateLost       V8 could not stop it, or ended with it
│       ├── EngineLost        another render broke the isolate that it waited for
│       └── RenderStuck       it waits for something that can never happen
├── FrameworkError        a failure that the framework answers, such as 404 or 405
│   └── RequestTimeout    a request, or a streamed value, exceeded its time limit
└── RequestEnded          a request is used after its end
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from lissome.control_flow import FAILURES, ControlFlow, HttpError, Redirect, delivered

__all__ = [
    "FAILURES",
    "AppError",
    "ControlFlow",
    "EngineBusy",
    "EngineLost",
    "FrameworkError",
    "HttpError",
    "IsolateLost",
    "LissomeError",
    "ManifestError",
    "Redirect",
    "RenderError",
    "RenderOutOfMemory",
    "RenderStopped",
    "RenderStuck",
    "RenderTimeout",
    "RequestEnded",
    "RequestTimeout",
    "RouteRefused",
    "delivered",
]


class LissomeError(Exception):
    """Something that the developer or the operator has to fix. The text says what and how."""


class ManifestError(LissomeError):
    """The build output cannot be used."""


class AppError(LissomeError):
    """A file of the app breaks a rule of the framework."""


class ModuleImportError(LissomeError):
    """A module of the app cannot be imported; its cause is what it raised.

    Attributes:
        file: relative to the app's folder.
    """

    def __init__(self, message: str, file: str) -> None:
        super().__init__(message)
        self.file = file


class RenderError(LissomeError):
    """A component, or a universal load, failed inside V8.

    Its text is the message alone; the stack, which names files, is a note that tracebacks show.

    Attributes:
        name: the JavaScript error's class name, for example ``TypeError``.
        stack: the JavaScript stack, or ``""``.
        at: position in the branch of the universal load that failed, or None.
        place: the place in the app that it comes from, ``src/lib/Card.svelte:12 in Card``, or ``""``.
        advice: what to write instead, or ``""``.
    """

    def __init__(
        self,
        message: str,
        *,
        name: str = "Error",
        stack: str = "",
        at: int | None = None,
        place: str = "",
        advice: str = "",
    ) -> None:
        super().__init__(message)
        self.name = name
        self.stack = stack
        self.at = at
        self.place = place
        self.advice = advice
        for note in filter(None, (place, advice, stack)):
            self.add_note(note)

    def report(self) -> str:
        """Return all that is known, for the log: the place, the message, what to write instead, the stack."""
        text = self.stack or f"{self.name}: {self}"
        if self.place:
            text = f"{self.place}: {text}"
        if not self.advice:
            return text
        said, start, steps = text.partition("\n    at ")
        return f"{said}\n{self.advice}{start}{steps}"


class RenderStopped(RenderError):
    """A render did not come to its own end."""


class RenderTimeout(RenderStopped):
    """A render exceeded its time limit and was stopped.

    Args:
        limit: seconds that it was allowed.
        used: seconds of CPU that it used, where that can be measured.
        is_wall: True if it exceeded the limit of wall time instead of the budget of CPU time.

    Attributes:
        what: the text without the advice.
    """

    def __init__(self, limit: float, *, used: float | None = None, is_wall: bool = False) -> None:
        cpu = "" if used is None else f"; it used {used:.2f} s of CPU"
        if is_wall:
            what = f"the render was stopped, because it gave no answer within {limit:g} s{cpu}"
            advice = (
                "The machine is too busy, or something blocks V8's thread. If a render may take longer, "
                "raise [tool.lissome] render_wall_timeout."
            )
        else:
            what = f"the render was stopped after its budget of {limit:g} s{cpu}"
            advice = (
                "A component or a universal load probably loops. If it needs more time, "
                "raise [tool.lissome] render_timeout."
            )
        super().__init__(f"{what}. {advice}", name="RenderTimeout")
        self.what = what


class RenderOutOfMemory(RenderStopped):
    """A render filled the isolate's memory and was stopped.

    Args:
        limit: bytes of the heap.
        answer: bytes of its answer, if that is what was too large.
    """

    def __init__(self, limit: int, *, answer: int = 0) -> None:
        what = (
            f"the render's result has {answer >> 20} MB, more than an eighth of the heap limit of "
            f"{limit >> 20} MB. A component or a universal load probably makes text without end."
            if answer
            else f"the render was stopped at the heap limit of {limit >> 20} MB. A component or a universal "
            "load probably allocates without end."
        )
        advice = " If it needs more memory, raise [tool.lissome] render_heap_mb."
        super().__init__(what + advice, name="RenderOutOfMemory")


class IsolateLost(RenderStopped):
    """A render made its isolate unusable: V8 could not stop it, or it ended in a fatal error of V8.

    Args:
        exceeded: the limit that it had exceeded.
        is_fatal: it was a fatal error.
    """

    def __init__(self, exceeded: RenderError | None = None, *, is_fatal: bool = False) -> None:
        text = (
            "the render ended in a fatal error of V8, such as an array or a heap that is too large."
            if is_fatal
            else "V8 cannot stop the render: it is inside one call of a builtin, such as fill(), sort() or a "
            f"regular expression, that works on far too much{_of(exceeded)}. More time does not help; "
            "limit what that call gets."
        )
        super().__init__(text, name="IsolateLost")


def _of(exceeded: RenderError | None) -> str:
    what = exceeded.what if isinstance(exceeded, RenderTimeout) else "" if exceeded is None else str(exceeded)
    return f" ({what})" if what else ""


class EngineLost(RenderError):
    """Another render broke the isolate while this one waited. It can be tried again."""

    def __init__(self) -> None:
        super().__init__("another render broke the isolate that this one waited for", name="EngineLost")


class EngineBusy(RenderError):
    """Another render takes long, and this one has not begun. It can begin in another isolate."""

    def __init__(self) -> None:
        super().__init__("another render keeps the isolate that this one waited for busy", name="EngineBusy")


class RenderStuck(RenderError):
    """A render waits although no fetch and no timer is pending: it can never finish."""

    def __init__(self) -> None:
        super().__init__(
            "the render waits for a promise that nothing can settle: no fetch and no timer is pending. "
            "A universal load or an `await` in a component probably awaits a promise that never resolves.",
            name="RenderStuck",
        )


class FrameworkError(Exception):
    """A failure that the framework answers itself: 400, 404, 405, 413, 415.

    Its own text is the reason, for the app's author: one sentence with what there is instead. It is logged,
    and shown in dev. It never contains what only the user may know: query, body, cookies.

    Attributes:
        status: the HTTP status.
        text: shown to the user, for example ``Not Found``.
        level: the log's level of the reason: lower where bots or the network are to blame.
        members: further members of App.Error.
    """

    members: Mapping[str, Any] = MappingProxyType({})
    level: int = logging.WARNING

    def __init__(self, status: int, text: str, message: str, *, level: int = logging.WARNING) -> None:
        super().__init__(message)
        self.status = status
        self.text = text
        self.level = level


class RequestTimeout(FrameworkError):
    """A request, or a value that it streams, exceeded its time limit.

    The response is 503: RFC 9110 reserves 504 for gateways, and the same request may succeed later.
    """

    def __init__(self, what: str, seconds: float, option: str) -> None:
        super().__init__(
            503,
            "Service Unavailable",
            f"{what} was stopped after {seconds:g} s. If it needs more time, give its route "
            f'config = {{"{option}": …}} (seconds, or None), or change the setting of [tool.lissome].',
            level=logging.DEBUG,  # whoever has stopped it has logged it
        )


class RouteRefused(FrameworkError):
    """A route is not rendered for a while, because a render of it has cost an isolate.

    Attributes:
        seconds: until it may be asked for again.
    """

    def __init__(self, route: str, seconds: int) -> None:
        super().__init__(
            503,
            "Service Unavailable",
            f"{route} is not rendered for {seconds} s: a render of it has cost an isolate (see the log)",
            level=logging.INFO,
        )
        self.seconds = seconds


class RequestEnded(RuntimeError):
    """A request is used after its end.

    Args:
        label: of the request.
        use: the name of the member that was used.
    """

    def __init__(self, label: str, use: str) -> None:
        super().__init__(
            f"this request has ended ({label}), so its event has no `{use}` any more. Code that outlives a "
            "request must not hold its event: pass it the values that it needs. Start a task that belongs to "
            "the request with event.spawn(…); the request waits for it."
        )
