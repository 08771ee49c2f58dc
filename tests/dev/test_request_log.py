"""The request log of `lissome dev`: its lines."""

from __future__ import annotations

import logging
import re

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from lissome.dev.mounted_requests import logged
from lissome.dev.request_log import RequestLog, described, milliseconds
from lissome.server.request.trace import RequestTrace, Span
from lissome.ssr import RenderMeter
from support.asgi import Client


def span(name: str, ms: float | None, subject: str = "", outcome: str = "") -> Span:
    """A span that took so many milliseconds."""
    made = Span(name, subject)
    made.ended = None if ms is None else made.began + ms / 1000
    made.outcome = outcome
    return made


def trace(
    *spans: Span, path: str = "/notes", kind: str = "page", status: int = 200, ms: float = 12
) -> RequestTrace:
    made = RequestTrace("GET", path, kind=kind, status=status, route_id=path)
    made.answered = made.ended = made.began + ms / 1000
    made.spans = list(spans)
    return made


def line(made: RequestTrace) -> str:
    return described(made).plain


LOAD, ENDPOINT = "sveltekit.load", "sveltekit.endpoint"


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.00004, "0.0 ms"), (0.0041, "4.1 ms"), (0.1204, "120 ms"), (2.53, "2.5 s")]
)
def test_times(seconds: float, text: str) -> None:
    assert milliseconds(seconds) == text


def test_a_page() -> None:
    render = span("lissome.render", 6)
    render.facts["meter"] = RenderMeter(v8=0.004, modules=0.002)
    made = trace(
        span(LOAD, 1, "src/routes/notes/+layout.server.py"),
        span(LOAD, 2, "src/routes/notes/[id]/+page.server.py"),
        render,
        path="/notes/7",
    )
    made.route_id = "/notes/[id]"
    assert line(made) == (
        "GET    200    12 ms  page      /notes/7  /notes/[id]  "
        "load notes/+layout 1.0 ms · load +page 2.0 ms · render 6.0 ms (V8 4.0 ms, modules 2.0 ms)"
    )


def test_lines_are_aligned() -> None:
    lines = [
        line(trace(kind="data", ms=3)),
        line(trace(kind="endpoint", status=404, ms=1200)),
        line(trace(kind="", status=0, ms=80)),
    ]
    assert [text.index("/notes") for text in lines] == [31, 31, 31]
    assert lines[2].startswith("GET    ---    80 ms  gone")


def test_outcomes_and_what_was_cancelled() -> None:
    made = trace(
        span("sveltekit.form_action", 5, "create", "failure 422"),
        span(LOAD, 4, "src/routes/notes/+page.server.py", "ValueError"),
        span(LOAD, None, "src/routes/+layout.server.py"),
    )
    assert line(made).endswith(
        "action create failure 422 5.0 ms · load +page ValueError 4.0 ms · load +layout cancelled"
    )
    styles = {str(part.style) for part in described(made).spans}
    assert {"red", "cyan"} <= styles


def test_a_hook_counts_without_what_it_calls() -> None:
    made = trace(span("sveltekit.handle.root", 9, "src/hooks.server.py"), span("sveltekit.resolve", 5))
    assert line(made).endswith("handle 4.0 ms")
    short = trace(span("sveltekit.handle.root", 5.5, "src/hooks.server.py"), span("sveltekit.resolve", 5))
    assert "handle" not in line(short)


def test_a_guard_is_worth_a_word_if_it_refuses() -> None:
    file = "src/routes/(app)/guard.py"
    assert line(trace(span("lissome.guard", 0.1, file, "redirect 303"))).endswith(
        "guard /(app) redirect 303 0.1 ms"
    )
    assert "guard" not in line(trace(span("lissome.guard", 0.1, file)))


def test_what_comes_after_the_response() -> None:
    made = trace()
    assert made.answered is not None
    made.ended = made.answered + 0.3
    assert line(made).endswith("clean-up 300 ms")
    made.is_streamed = True
    assert line(made).endswith("streamed 300 ms")


def test_reasons_and_requests_of_the_app_to_itself() -> None:
    made = trace(status=404)
    made.reasons = [(logging.INFO, "no route matches"), (logging.DEBUG, "nobody reads this")]
    made.subrequests = [trace(span(ENDPOINT, 3), path="/api/tags", kind="endpoint")]
    first, reason, inner = line(made).splitlines()
    assert first.startswith("GET    404")
    assert reason == "        no route matches"
    assert inner == "  ↳ GET    200    12 ms  endpoint  /api/tags  endpoint 3.0 ms"


def test_slow_times_stand_out() -> None:
    made = trace(span(ENDPOINT, 150), span(ENDPOINT, 1500))
    assert {"yellow", "bold red"} <= {str(part.style) for part in described(made).spans}


def test_what_nobody_asked_for_is_not_logged(capsys: pytest.CaptureFixture[str]) -> None:
    log = RequestLog()
    icon = trace(path="/favicon.ico", status=404)
    icon.reasons = [(logging.DEBUG, "no route matches")]
    log.add(icon)
    log.add(trace(path="/_app/env.js", kind="client"))
    log.add(trace(path="/_app/gone.js", kind="client", status=404))
    assert [text.split()[4] for text in capsys.readouterr().err.splitlines()] == ["client"]


def test_a_query_never_comes_into_the_log() -> None:
    made = trace(status=400)
    made.reasons = [(logging.WARNING, "see https://a.example/x?token=secret")]
    assert "secret" not in line(made)


async def test_requests_of_mounted_applications(capsys: pytest.CaptureFixture[str]) -> None:
    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] == "/api/fails":
            raise LookupError
        await PlainTextResponse("made", 201)(scope, receive, send)

    client = Client(logged(application, RequestLog()))  # type: ignore[arg-type]  # it is ASGI
    assert (await client.send("/api/notes?token=secret")).status == 201
    with pytest.raises(LookupError):
        await client.send("/api/fails")
    first, second = capsys.readouterr().err.splitlines()
    assert re.fullmatch(r"GET    201 +[\d.]+ ms  mounted   /api/notes", first)
    assert re.fullmatch(r"GET    --- +[\d.]+ ms  mounted   /api/fails", second)
