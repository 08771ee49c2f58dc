"""The tracer of `lissome dev`: the request log, the inspector, and the times in each response's headers."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from lissome.server.request.trace import ACTION, ENDPOINT, GUARD, HANDLE, LOAD, RENDER

if TYPE_CHECKING:
    from starlette.responses import Response

    from lissome.dev.inspector import Inspector
    from lissome.dev.request_log import RequestLog
    from lissome.server.request.trace import RequestTrace

# The metrics of the Server-Timing header.
_METRICS: Final = MappingProxyType(
    {
        HANDLE: "handle",
        GUARD: "guard",
        LOAD: "load",
        ACTION: "action",
        ENDPOINT: "endpoint",
        RENDER: "render",
    }
)
_HEADER: Final = b"server-timing"
# The metric with the version of the app: a page of an older one may have missed that there is a new one.
_VERSION: Final = "lissome-version"
# The metric with the trace's id, by which the inspector in the browser recognises the responses of its tab.
_OWN: Final = "lissome"


class DevTracer:
    """Passes each trace on.

    Args:
        log: None if requests are not logged.
        inspector: None if there is none in the browser.
        version: of the app; there is a tracer for each.
    """

    def __init__(self, log: RequestLog | None, inspector: Inspector | None, version: int = 0) -> None:
        self._log = log
        self._inspector = inspector
        self._version = version

    def begin(self, trace: RequestTrace) -> None:
        """Take note of a request that begins."""
        if self._inspector is not None:
            self._inspector.add(trace)

    def answered(self, trace: RequestTrace, response: Response) -> None:
        """Add a Server-Timing header to the response; another one of the app's stays."""
        headers = response.raw_headers  # in place: a file's response keeps a view of this list
        own = _OWN.encode()
        headers[:] = [pair for pair in headers if pair[0] != _HEADER or not pair[1].startswith(own)]
        timing = server_timing(trace, self._version, has_id=self._inspector is not None)
        headers.append((_HEADER, timing.encode()))

    def end(self, trace: RequestTrace) -> None:
        """Log the request."""
        if self._log is not None:
            self._log.add(trace)


def server_timing(trace: RequestTrace, version: int, *, has_id: bool) -> str:
    """Return the value of a Server-Timing header (https://www.w3.org/TR/server-timing/)."""
    return ", ".join(_metrics(trace, version, has_id=has_id))


def _metrics(trace: RequestTrace, version: int, *, has_id: bool) -> Iterator[str]:
    seconds = 0.0 if trace.answered is None else trace.answered - trace.began
    own = f'{_OWN};desc="{trace.id}"' if has_id else _OWN
    yield f"{own};dur={seconds * 1000:.1f}"
    yield f'{_VERSION};desc="{version}"'
    for span in trace.spans:
        if span.name in _METRICS and span.seconds is not None:
            subject = "".join(letter for letter in span.subject if letter.isascii() and letter not in '"\\')
            described = f';desc="{subject}"' if subject else ""
            yield f"{_METRICS[span.name]}{described};dur={span.seconds * 1000:.1f}"
