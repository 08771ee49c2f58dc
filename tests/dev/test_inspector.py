"""The data of the inspector, and the header by which a tab knows its own requests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest
from starlette.responses import Response

from lissome.dev.blocking_calls import BlockingCall
from lissome.dev.inspector import Inspector
from lissome.dev.tracing import DevTracer, server_timing
from lissome.server.request.trace import RequestTrace
from lissome.server.request.tracking import Uses
from lissome.ssr import RenderMeter

FILE = "src/routes/notes/+page.server.py"


@pytest.fixture
def inspector(tmp_path: Path) -> Inspector:
    return Inspector(tmp_path)


def answered() -> RequestTrace:
    """A trace of a page with a load and a render."""
    trace = RequestTrace("GET", "/notes", kind="page", route_id="/notes", params={"id": "7"})
    with trace.span("sveltekit.load", FILE) as load:
        load.facts |= {"uses": Uses(params={"id"}, url=True), "size": 120}
    with trace.span("lissome.render") as render:
        render.facts["meter"] = RenderMeter(v8=0.004, calls=1, heap=5_000_000)
    trace.answer(200)
    return trace


def ask(inspector: Inspector, *ids: str, method: str = "GET", site: bytes = b"same-origin") -> Response:
    query = "&".join(f"id={one}" for one in ids).encode()
    return inspector.answer(
        {"method": method, "query_string": query, "headers": [(b"sec-fetch-site", site)], "path": "/"}
    )


def described(inspector: Inspector, *ids: str) -> Any:
    response = ask(inspector, *ids)
    assert (response.status_code, response.headers["cache-control"]) == (200, "no-store")
    assert response.headers["content-length"] == str(len(response.body))
    return orjson.loads(response.body)


def test_a_request(inspector: Inspector, tmp_path: Path) -> None:
    trace = answered()
    trace.skipped = ("src/routes/+layout.server.py",)
    inspector.add(trace)
    inspector.heap_limit = 1 << 27
    found = described(inspector, trace.id)
    (request,) = found["requests"]
    assert (request["route"], request["params"], request["ended_ms"]) == ("/notes", {"id": "7"}, None)
    load, render = request["spans"]
    assert (load["name"], load["open"]) == ("load", f"{tmp_path / FILE}:1:1")
    assert (load["uses"], load["size"], load["meter"]) == ({"params": ["id"], "url": 1}, 120, None)
    assert (render["name"], render["open"], render["meter"]["heap"]) == ("render", None, 5_000_000)
    assert [one["file"] for one in request["skipped"]] == ["src/routes/+layout.server.py"]
    assert found["heap_limit"] == 1 << 27


def test_a_tab_sees_its_own_requests_only(inspector: Inspector) -> None:
    own, other = answered(), answered()
    inspector.add(own)
    inspector.add(other)
    assert [one["id"] for one in described(inspector, own.id)["requests"]] == [own.id]
    assert described(inspector)["requests"] == []


def test_it_is_bounded(inspector: Inspector) -> None:
    traces = [answered() for _ in range(60)]
    for trace in traces:
        inspector.add(trace)
    found = described(inspector, *(trace.id for trace in traces))["requests"]
    assert [one["id"] for one in found] == [trace.id for trace in traces[-50:]]


def test_calls_that_held_the_loop(inspector: Inspector, tmp_path: Path) -> None:
    inspector.add_call(BlockingCall("load", f"{FILE}:12"))
    (call,) = described(inspector)["calls"]
    assert call == {"function": "load", "place": f"{FILE}:12", "open": f"{tmp_path / FILE}:12:1"}


@pytest.mark.parametrize(
    ("method", "site"), [("POST", b"same-origin"), ("GET", b"cross-site"), ("GET", b"none")]
)
def test_other_sites_get_nothing(inspector: Inspector, method: str, site: bytes) -> None:
    assert ask(inspector, method=method, site=site).status_code == 404


def test_the_header_of_a_response(inspector: Inspector) -> None:
    tracer, trace = DevTracer(None, inspector), answered()
    response = Response(headers={"server-timing": "db;dur=3"})
    tracer.begin(trace)
    for _ in range(2):  # the app may return one response object again and again
        tracer.answered(trace, response)
    tracer.end(trace)
    fields = [value.decode() for name, value in response.raw_headers if name == b"server-timing"]
    assert fields[0] == "db;dur=3"
    (own,) = fields[1:]
    assert own.startswith(f'lissome;desc="{trace.id}";dur=')
    assert f', load;desc="{FILE}";dur=' in own
    assert described(inspector, trace.id)["requests"]


def test_file_names_in_the_header() -> None:
    trace = RequestTrace("GET", "/")
    with trace.span("sveltekit.load", 'src/routes/"übung"/+page.server.py'):
        pass
    assert 'load;desc="src/routes/bung/+page.server.py";' in server_timing(trace, 3, has_id=False)
    assert 'lissome-version;desc="3"' in server_timing(trace, 3, has_id=False)
    assert trace.id not in server_timing(trace, 3, has_id=False)
