"""The traces of requests: their spans, and those of a whole app."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field

import pytest
from starlette.responses import Response

from lissome.app import App
from lissome.errors import HttpError, Redirect
from lissome.server.request.trace import NOT_TRACED, RequestTrace, Span, outcome_of, tell
from lissome.ssr import RenderMeter
from support.asgi import Client
from support.requests import make_context


@pytest.mark.parametrize(
    ("failure", "outcome"),
    [
        (Redirect(303, "/login?secret=1"), "redirect 303"),
        (HttpError(404, "no item 7"), "error 404"),
        (BaseExceptionGroup("of tasks", [HttpError(403, "no")]), "error 403"),
        (ValueError("what a user has sent"), "ValueError"),
    ],
)
def test_outcomes_hold_no_texts(failure: BaseException, outcome: str) -> None:
    assert outcome_of(failure) == outcome


def test_a_span_that_fails() -> None:
    span = Span("lissome.guard")
    assert span.seconds is None
    with pytest.raises(ValueError, match="no"), span:
        raise ValueError("no")
    assert (span.outcome, span.seconds is not None) == ("ValueError", True)


def test_a_trace_is_bounded() -> None:
    trace = RequestTrace("GET", "/events")
    for _ in range(300):
        trace.span("lissome.streamed_value")
        trace.subrequest("GET", "/api")
    assert (len(trace.spans), len(trace.subrequests)) == (200, 200)


def test_without_a_tracer_there_are_no_spans() -> None:
    context = make_context()
    assert context.trace is None
    assert context.span("sveltekit.load") is NOT_TRACED


def test_a_tracer_that_fails_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    def failing(_trace: RequestTrace) -> None:
        raise RuntimeError("broken")

    tell(failing, RequestTrace("GET", "/x"))
    assert "the tracer failed at GET /x" in caplog.text


@dataclass
class Traces:
    """A tracer that keeps what it is told."""

    begun: list[RequestTrace] = field(default_factory=list)
    ended: list[RequestTrace] = field(default_factory=list)

    def begin(self, trace: RequestTrace) -> None:
        self.begun.append(trace)

    def answered(self, trace: RequestTrace, response: Response) -> None:
        assert trace.status == response.status_code
        assert trace not in self.ended

    def end(self, trace: RequestTrace) -> None:
        self.ended.append(trace)


@pytest.fixture
def traces(app: App, monkeypatch: pytest.MonkeyPatch) -> Traces:
    traced = Traces()
    monkeypatch.setattr(app.runtime, "tracer", traced)
    return traced


def spans(trace: RequestTrace) -> list[tuple[str, str, str]]:
    """The spans that have ended."""
    return [(span.name, span.subject, span.outcome) for span in trace.spans if span.seconds is not None]


HANDLED = [("sveltekit.handle.root", "src/hooks.server.py", ""), ("sveltekit.resolve", "", "")]
LAYOUT = ("sveltekit.load", "src/routes/+layout.server.py", "")


async def test_a_page(client: Client, traces: Traces) -> None:
    await client.send("/items/1?token=secret")
    (trace,) = traces.ended
    assert traces.begun == [trace]
    assert (trace.method, trace.path, trace.status) == ("GET", "/items/1", 200)
    assert (trace.kind, trace.route_id, trace.params) == ("page", "/items/[id]", {"id": "1"})
    page = ("sveltekit.load", "src/routes/items/[id]/+page.server.py", "")
    assert spans(trace) == [*HANDLED, LAYOUT, page, ("lissome.render", "", "")]
    load, render = trace.spans[3:]
    assert load.facts["uses"].params == {"id"}
    assert load.facts["size"] == len('{"item":{"id":"1","title":"one"},"viewer":null}')
    meter = render.facts["meter"]
    assert isinstance(meter, RenderMeter)
    assert meter.calls > 1  # a universal load fetches
    assert 0 < meter.v8 <= (render.seconds or 0)
    assert not trace.is_streamed


async def test_data_that_is_asked_for_in_part(client: Client, traces: Traces) -> None:
    await client.data("/items/7", "001")
    (trace,) = traces.ended
    assert (trace.kind, trace.path, trace.skipped) == ("data", "/items/7", ("src/routes/+layout.server.py",))
    failed = ("sveltekit.load", "src/routes/items/[id]/+page.server.py", "error 404")
    assert failed in spans(trace)


async def test_actions(client: Client, traces: Traces) -> None:
    await client.post("/?/greet", {"name": ""}, accept="application/json")
    await client.post("/default-action", {"explode": "1"})
    refused, failed = traces.ended
    assert (refused.kind, refused.status) == ("action", 422)
    assert ("sveltekit.form_action", "greet", "failure 422") in spans(refused)
    assert ("sveltekit.form_action", "default", "error 400") in spans(failed)


async def test_an_endpoint_and_a_reason(client: Client, traces: Traces) -> None:
    await client.send("/api/json?fail=1")
    await client.send("/nope")
    endpoint, missing = traces.ended
    assert ("sveltekit.endpoint", "src/routes/api/json/+server.py", "error 418") in spans(endpoint)
    assert (missing.status, missing.reasons) == (404, [(logging.INFO, "no route matches")])


async def test_streamed_values(client: Client, traces: Traces) -> None:
    await client.send("/stream")
    (trace,) = traces.ended
    assert trace.is_streamed
    streamed = [span for span in trace.spans if span.name == "lissome.streamed_value"]
    assert "RuntimeError" in {span.outcome for span in streamed}
    assert trace.answered is not None
    assert trace.ended is not None
    assert trace.answered < max(span.ended or 0 for span in streamed) <= trace.ended


async def test_requests_of_the_app_to_itself(client: Client, traces: Traces) -> None:
    await client.send("/trust/helpers")
    (trace,) = traces.ended
    (inner,) = trace.subrequests
    assert (inner.path, inner.kind, inner.status) == ("/trust/echo", "endpoint", 200)
    assert inner.ended is not None
