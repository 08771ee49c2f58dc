"""The trace of a request: the things that were done for it, and how long each took.

The names of its spans are those of SvelteKit's own spans, with the prefix ``lissome.`` where SvelteKit has
none. Times are taken nowhere else. In production there is no tracer and no trace. What each request does
costs nothing there (`RequestTrace.traced`); a render and a form action begin a span that is an empty `with`
block, 0.2 µs.
"""

from __future__ import annotations

import inspect
import logging
import secrets
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Protocol, Self

from lissome.errors import HttpError, Redirect, delivered

if TYPE_CHECKING:
    from starlette.responses import Response

logger = logging.getLogger("lissome.server")

HANDLE: Final = "sveltekit.handle.root"
RESOLVE: Final = "sveltekit.resolve"
LOAD: Final = "sveltekit.load"
ACTION: Final = "sveltekit.form_action"
ENDPOINT: Final = "sveltekit.endpoint"
GUARD: Final = "lissome.guard"
RENDER: Final = "lissome.render"
STREAMED: Final = "lissome.streamed_value"

# Spans, and requests to the app itself, that one trace keeps: a request may last for days.
_MOST: Final = 200

NOT_TRACED: Final[AbstractContextManager[None]] = nullcontext()
"""Stands for a span where there is no trace."""


class Span:
    """One thing that is done for a request; a context manager that ends with it.

    Attributes:
        name: a constant of this module.
        subject: the file in src/ whose function it is, the name of the action, or the number of the value.
        began: seconds, of `time.perf_counter`.
        ended: the same; None while it lasts, and for good if it was cancelled.
        outcome: how it ended, if not by returning: ``redirect 303``, ``error 404``, ``ValueError``.
        facts: what else is known of it, by name.
    """

    __slots__ = ("began", "ended", "facts", "name", "outcome", "subject")

    def __init__(self, name: str, subject: str = "") -> None:
        self.name = name
        self.subject = subject
        self.outcome = ""
        self.facts: dict[str, Any] = {}
        self.ended: float | None = None
        self.began = time.perf_counter()

    @property
    def seconds(self) -> float | None:
        """Its length; None if it has not ended."""
        return None if self.ended is None else self.ended - self.began

    def end(self, failure: BaseException | None = None) -> None:
        """Note that it has ended."""
        self.ended = time.perf_counter()
        if failure is not None:
            self.outcome = outcome_of(failure)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, failure: BaseException | None, _at: TracebackType | None
    ) -> None:
        self.end(failure)


def outcome_of(failure: BaseException) -> str:
    """Return a failure in a word or two, without its text, which may hold what a user has sent."""
    answer = delivered(failure)
    if isinstance(answer, Redirect):
        return f"redirect {answer.status}"
    return f"error {answer.status}" if isinstance(answer, HttpError) else type(answer).__name__


@dataclass(slots=True, eq=False)
class RequestTrace:
    """The things that were done for one request. It refers to nothing that must end with the request.

    Attributes:
        path: of the page, without kit's own suffix and without the query, which may hold secrets.
        id: nobody can guess it.
        at: when the request began, in seconds since 1970.
        began, answered, ended: seconds, of `time.perf_counter`; the response was made, and
            the request was over.
        kind: ``page``, ``data``, ``action`` or ``endpoint``; ``client`` for what kit's client asks for by
            itself, ``mounted`` for what another application answers. Empty until the request is answered, as
            are route and parameters.
        params: as texts.
        is_streamed: the response is sent while it is made.
        skipped: the files whose loads a data request did not ask for, because the browser has their data.
        spans: in the order in which they began.
        reasons: why the framework refused something, each with its level in the log.
        subrequests: those that `event.fetch` made to the app itself.
    """

    method: str
    path: str
    id: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    at: float = field(default_factory=time.time)
    began: float = field(default_factory=time.perf_counter)
    answered: float | None = None
    ended: float | None = None
    kind: str = ""
    status: int = 0
    route_id: str | None = None
    params: Mapping[str, str] = field(default_factory=dict)
    is_streamed: bool = False
    skipped: tuple[str, ...] = ()
    spans: list[Span] = field(default_factory=list)
    reasons: list[tuple[int, str]] = field(default_factory=list)
    subrequests: list[RequestTrace] = field(default_factory=list)

    def span(self, name: str, subject: str = "") -> Span:
        """Begin a span."""
        made = Span(name, subject)
        if len(self.spans) < _MOST:
            self.spans.append(made)
        return made

    def traced(self, name: str, subject: str, run: Callable[..., Any]) -> Callable[..., Awaitable[Any]]:
        """Return a function that does the same within a span."""

        async def traced(*given: Any, **options: Any) -> Any:
            with self.span(name, subject):
                result = run(*given, **options)
                return await result if inspect.isawaitable(result) else result

        return traced

    def answer(self, status: int) -> None:
        """Note that the response is made."""
        self.answered = time.perf_counter()
        self.status = status

    def subrequest(self, method: str, path: str) -> RequestTrace:
        """Begin the trace of a request that this one makes to the app itself."""
        made = RequestTrace(method, path)
        if len(self.subrequests) < _MOST:
            self.subrequests.append(made)
        return made


class Tracer(Protocol):
    """Told of the trace of each request of a client. What it raises is logged, and the request goes on."""

    def begin(self, trace: RequestTrace) -> None:
        """Take note of a request that begins."""

    def answered(self, trace: RequestTrace, response: Response) -> None:
        """Take note of a response before it is sent; headers may be added to it."""

    def end(self, trace: RequestTrace) -> None:
        """Take note that a request is over: answered, or abandoned without a status."""


def tell(told: Callable[..., None], trace: RequestTrace, *more: Any) -> None:
    """Call a method of a tracer."""
    try:
        told(trace, *more)
    except Exception:
        logger.exception("the tracer failed at %s %s", trace.method, trace.path)


def end_trace(trace: RequestTrace, tracer: Tracer | None) -> None:
    """End a trace; the tracer is not told of the app's requests to itself."""
    trace.ended = time.perf_counter()
    if tracer is not None:
        tell(tracer.end, trace)
