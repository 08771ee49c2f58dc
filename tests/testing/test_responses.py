"""Responses of an app under test. test_app.py has those of whole apps."""

from __future__ import annotations

from typing import Any

import httpx
import orjson
import pytest

from lissome import codec
from lissome.testing import ActionResult, Page, UnexpectedResponse
from lissome.testing.responses import page_data


def response(text: str, status: int = 200) -> httpx.Response:
    return httpx.Response(status, text=text, request=httpx.Request("GET", "http://localhost/x"))


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<head><title>t</title></head><h1>Hello</h1>\n <p>a <b>b</b></p>", "Hello a b"),
        ("<p>a</p><script>let b = '<p>no</p>'</script><style>c{}</style>d", "a d"),
        ("<template><p>no<br></p></template><noscript>no</noscript>yes &amp; no", "yes & no"),
    ],
)
def test_the_visible_text(html: str, text: str) -> None:
    assert Page(response(html)).text == text


def test_the_result_of_an_action() -> None:
    body = {"type": "failure", "status": 422, "data": codec.stringify({"name": "too short"})}
    result = ActionResult.of(response(orjson.dumps(body).decode()), {})
    assert (result.type, result.status, result.data) == ("failure", 422, {"name": "too short"})
    assert (result.location, result.error) == (None, None)


@pytest.mark.parametrize("text", ["<p>", "[]", "{}"])
def test_something_else(text: str) -> None:
    with pytest.raises(UnexpectedResponse, match="GET /x -> 200"):
        ActionResult.of(response(text), {})


def data(nodes: list[Any], *chunks: dict[str, Any]) -> httpx.Response:
    lines = [{"type": "data", "nodes": nodes}, *chunks]
    return response("\n".join(orjson.dumps(line).decode() for line in lines))


def node(value: object) -> dict[str, Any]:
    return {"type": "data", "data": orjson.loads(codec.stringify(value))}


def test_data_is_merged() -> None:
    found = page_data(data([node({"a": 1, "b": 1}), None, {"type": "skip"}, node({"b": 2})]), {})
    assert found == {"a": 1, "b": 2}


def test_streamed_values_are_in_their_places() -> None:
    flat = [{"now": 1, "later": 2}, 5, ["Promise", 3], 1]
    chunk = {"type": "chunk", "id": 1, "data": orjson.loads(codec.stringify("done"))}
    assert page_data(data([{"type": "data", "data": flat}], chunk), {}) == {"now": 5, "later": "done"}


def test_a_failed_load() -> None:
    with pytest.raises(UnexpectedResponse, match=r"a load failed: \{'message': 'no'\}"):
        page_data(data([{"type": "error", "error": {"message": "no"}}]), {})


def test_a_redirect() -> None:
    with pytest.raises(UnexpectedResponse, match="has no data"):
        page_data(response('{"type":"redirect","location":"/login"}'), {})
