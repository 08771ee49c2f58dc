"""Every exception that lissome raises.

Exception
├── LissomeError          something the developer or operator has to mend
│   ├── ManifestError     the build output is missing, stale or foreign
│   ├── AppError          a route or hooks file that breaks a rule
│   └── RenderError       the page could not be rendered in V8
│       ├── RenderTimeout     it used up its time budget
│       ├── RenderOutOfMemory it used up its heap budget
│       ├── EngineLost        another render broke the engine that it waited for
│       └── RenderStuck       it waits for something that can never happen
├── HttpError             raised by error(): an expected failure, shown to the user
├── Redirect              raised by redirect()
├── FrameworkError        a failure that the framework itself answers, such as 404 or 405
│   └── RequestTimeout               a request, or a streamed value, took longer than it may
└── RequestEnded          something outlived its request and still uses it
"""

from __future__ import annotations

from typing import Any


class LissomeError(Exception):
    """Something that the developer or the operator has to mend. Its text says what and how."""


class ManifestError(LissomeError):
    """The build output cannot be used."""


class AppError(LissomeError):
    """A file of the app breaks a rule of the framework."""


class RenderError(LissomeError):
    """A component, or a universal load, failed inside V8.

    Attributes:
        name: the JavaScript error's class name, for example ``TypeError``.
        stack: the JavaScript stack, or ``""``.
        at: position in the branch of the universal load that failed, or None.
        place: whose fault it is, ``src/lib/Card.svelte:12 in Card``, or ``""``.
        advice: what to do about it, or ``""``.
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

    def __str__(self) -> str:
        text = self.stack or f"{self.name}: {super().__str__()}"
        if self.place:
            text = f"{self.place}: {text}"
        if not self.advice:
            return text
        said, start, steps = text.partition("\n    at ")
        return f"{said}\n{self.advice}{start}{steps}"


class RenderTimeout(RenderError):
    """A render used up its time and was stopped.

    Args:
        limit: seconds that it had.
        used: seconds of CPU that it took, where that can be told.
        is_wall: the limit is not the budget of CPU, but the time until it must be answered.
    """

    def __init__(self, limit: float, *, used: float | None = None, is_wall: bool = False) -> None:
        cpu = "" if used is None else f"; it used {used:.2f} s of CPU"
        if is_wall:
            text = (
                f"the render was stopped, for it gave no answer within {limit:g} s{cpu}. The machine is "
                "too busy, or something blocks V8's thread (Atomics.wait); if it may honestly take longer, "
                "raise [tool.lissome] render_wall_timeout."
            )
        else:
            text = (
                f"the render was stopped after its budget of {limit:g} s{cpu}. A component or a universal "
                "load probably loops; if it honestly needs longer, raise [tool.lissome] render_timeout."
            )
        super().__init__(text, name="RenderTimeout")


class RenderOutOfMemory(RenderError):
    """A render used up the isolate's heap and was stopped."""

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"the render was stopped at the heap limit of {limit >> 20} MB. A component or a universal load "
            "probably allocates without end; if it honestly needs more, raise [tool.lissome] render_heap_mb.",
            name="RenderOutOfMemory",
        )


class EngineLost(RenderError):
    """Another render broke the engine while this one waited for its turn. It can be tried again."""

    def __init__(self) -> None:
        super().__init__("another render broke the isolate that this one waited for", name="EngineLost")


class RenderStuck(RenderError):
    """A render waits, but neither for a fetch nor for a timer: it can never finish."""

    def __init__(self) -> None:
        super().__init__(
            "the render waits for a promise that nothing can settle: no fetch and no timer is under way. "
            "A universal load or an `await` in a component probably awaits a promise that never resolves.",
            name="RenderStuck",
        )


class HttpError(Exception):
    """An expected failure, raised by `lissome.error`.

    Attributes:
        status: 400 to 599.
        body: the App.Error that ``+error.svelte`` receives; always has ``status`` and ``message``.
    """

    def __init__(self, status: int, body: dict[str, Any]) -> None:
        super().__init__(body["message"])
        self.status = status
        self.body = body


class Redirect(Exception):  # SvelteKit's name; it is control flow, not a failure
    """Control flow, raised by `lissome.redirect`.

    Attributes:
        status: 300 to 308.
        location: where to, safe to stand in a header.
    """

    def __init__(self, status: int, location: str) -> None:
        super().__init__(f"{status} -> {location}")
        self.status = status
        self.location = location


class FrameworkError(Exception):
    """A failure that the framework answers by itself: 400, 404, 405, 413, 415.

    Attributes:
        status: the HTTP status.
        text: the short text the user sees, for example ``Not Found``.
    """

    def __init__(self, status: int, text: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.text = text


class RequestTimeout(FrameworkError):
    """A request, or a value that it streams, took longer than it may.

    Answered with 503: RFC 9110 keeps 504 for gateways, and the same request may succeed a moment later.
    """

    def __init__(self, what: str, seconds: float, option: str) -> None:
        super().__init__(
            503,
            "Service Unavailable",
            f"{what} was stopped after {seconds:g} s. If it honestly needs longer, give its route "
            f'config = {{"{option}": …}} (seconds, or None), or change the setting of [tool.lissome].',
        )


class RequestEnded(RuntimeError):
    """Something uses a request that is over.

    Args:
        label: the request.
        use: what was asked of it.
    """

    def __init__(self, label: str, use: str) -> None:
        super().__init__(
            f"this request has ended ({label}), so its event has no `{use}` any more. Whatever outlives a "
            "request must not hold its event: pass it the values that it needs. A task that belongs to the "
            "request is started with event.spawn(…), which the request waits for."
        )
