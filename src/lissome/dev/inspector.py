"""The data of the inspector, the panel in the browser that shows what a page took on the server.

A tab is given the traces of its own requests alone: it names them by the ids that it has read in the headers
of its own responses, and nobody can guess one. So two users in two browsers do not see each other's.
"""

from __future__ import annotations

from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs

import orjson

from lissome.server.page.data_serializer import uses_json
from lissome.server.responses import bare

if TYPE_CHECKING:
    from starlette.responses import Response

    from lissome.dev.blocking_calls import BlockingCall
    from lissome.dev.proxy import Scope
    from lissome.server.request.trace import RequestTrace, Span

PATH: Final = "/__lissome/inspector"
"""The address below the base path at which the panel asks."""

# Requests, and calls that held the loop, that are remembered.
_MOST: Final = 50
_MOST_CALLS: Final = 20


class Inspector:
    """Remembers the last requests of all tabs.

    Args:
        root: the app's folder.

    Attributes:
        heap_limit: the bytes that a render may add to V8's heap.
    """

    def __init__(self, root: Path) -> None:
        self.heap_limit = 0
        self._root = root
        self._traces: deque[RequestTrace] = deque(maxlen=_MOST)
        self._calls: deque[BlockingCall] = deque(maxlen=_MOST_CALLS)

    def add(self, trace: RequestTrace) -> None:
        """Remember a request, and forget the oldest one."""
        self._traces.append(trace)

    def add_call(self, call: BlockingCall) -> None:
        """Remember a call that held the event loop."""
        self._calls.append(call)

    def answer(self, scope: Scope) -> Response:
        """Answer the panel: ``?id=…&id=…`` has the traces that it wants. Another site gets nothing."""
        site = dict(scope["headers"]).get(b"sec-fetch-site", b"same-origin")
        if scope["method"] != "GET" or site != b"same-origin":
            return bare("Not found", 404)
        wanted = parse_qs(scope["query_string"].decode("latin-1")).get("id", [])
        response = bare("", 200, {"content-type": "application/json", "cache-control": "no-store"})
        response.body = orjson.dumps(self.describe(wanted))
        response.headers["content-length"] = str(len(response.body))
        return response

    def describe(self, ids: list[str]) -> dict[str, Any]:
        """Return what the panel shows, JSON; see vite/dev/inspector/types.d.ts."""
        return {
            "requests": [self._request(trace) for trace in self._traces if trace.id in ids],
            "calls": [
                {"function": call.function, "place": call.place, "open": f"{self._root / call.place}:1"}
                for call in self._calls
            ],
            "heap_limit": self.heap_limit,
        }

    def _request(self, trace: RequestTrace) -> dict[str, Any]:
        return {
            "id": trace.id,
            "method": trace.method,
            "path": trace.path,
            "kind": trace.kind,
            "status": trace.status,
            "route": trace.route_id,
            "params": dict(trace.params),
            "at": trace.at * 1000,
            "ms": _after(trace, trace.answered),
            "ended_ms": _after(trace, trace.ended),
            "spans": [self._span(trace, span) for span in trace.spans],
            "is_streamed": trace.is_streamed,
            "skipped": [{"file": file, "open": self._place(file)} for file in trace.skipped],
            "reasons": [reason for _, reason in trace.reasons],
            "subrequests": [self._request(inner) for inner in trace.subrequests],
        }

    def _span(self, trace: RequestTrace, span: Span) -> dict[str, Any]:
        facts = span.facts
        meter = facts.get("meter")
        return {
            "name": span.name.removeprefix("sveltekit.").removeprefix("lissome."),
            "subject": span.subject,
            "open": self._place(span.subject) if span.subject.endswith(".py") else None,
            "start": (span.began - trace.began) * 1000,
            "ms": None if span.seconds is None else span.seconds * 1000,
            "outcome": span.outcome,
            "size": facts.get("size"),
            "uses": uses_json(facts["uses"]) if "uses" in facts else None,
            "meter": None
            if meter is None
            else {
                "v8": meter.v8 * 1000,
                "queue": meter.queue * 1000,
                "modules": meter.modules * 1000,
                "calls": meter.calls,
                "heap": meter.heap,
            },
        }

    def _place(self, file: str) -> str:
        """Return a file as Vite's ``__open-in-editor`` takes it."""
        return f"{self._root / file}:1:1"


def _after(trace: RequestTrace, when: float | None) -> float | None:
    return None if when is None else (when - trace.began) * 1000
