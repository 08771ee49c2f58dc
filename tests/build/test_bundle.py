"""The bundle for V8: the messages it understands, and what separates its renders."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from py_mini_racer import MiniRacer

from lissome import codec
from support.v8 import V8, Page

pytestmark = [pytest.mark.node, pytest.mark.timeout(600)]

ITEM = {"item": {"id": "1", "title": "one"}}
ROWS = [{"id": n, "name": f"Row {n}", "price": n * 1.25, "tags": ["a", "b"]} for n in range(50)]


def item(v8: V8, search: str = "") -> str:
    """Begin to render /items/1, which has a universal load; returns what V8 answered."""
    message = v8.input("/items/[id]", ITEM, params={"id": "1"}, url=f"http://localhost/items/1{search}")
    return v8.send("r" + json.dumps(message))


def requests(v8: V8, pending: str) -> list[dict[str, Any]]:
    answer = v8.send(f"t{pending[1:]}")
    assert answer.startswith("w"), answer
    wanted: list[dict[str, Any]] = json.loads(answer[1:])
    return wanted


def answered(v8: V8, pending: str, answer: dict[str, Any]) -> str:
    """Deliver one answer and take what came of it."""
    assert v8.send(f"s{pending[1:]}\n{json.dumps([answer])}") == ""
    return v8.send(f"t{pending[1:]}")


def flat(value: Any) -> Any:
    """As Python sends what a hook has said of an error."""
    return json.loads(codec.stringify(value))


def response(body: str, **more: Any) -> dict[str, Any]:
    return {
        "status": 200,
        "status_text": "OK",
        "headers": [["content-type", "application/json"]],
        "body": body,
        "b64": False,
        "url": "http://localhost/api/stock/1",
        "readable": ["content-type"],
        **more,
    }


def test_renders_a_small_page(v8: V8) -> None:
    page = v8.render("/", {"greeting": "hi & <bye>"})
    assert page.meta == {}
    assert "<title>basics</title>" in page.head
    assert "hi &amp; &lt;bye></h1>" in page.body
    assert '<span id="user">ann</span> <span id="route">/</span>' in page.body


def test_renders_rows(v8: V8) -> None:
    page = v8.render("/rows", {"rows": ROWS})
    assert page.body.count("<tr") == 50
    assert "<td>61.25</td>" in page.body


def test_marks_the_nodes_as_kit_does(v8: V8) -> None:
    body = re.sub(r"<header>.*</header>", "LAYOUT", v8.render("/about").body)
    assert body == (
        "<!--[--><!--[--><!--[0--><!--[-->LAYOUT <!--[--><!--[-1--><!--[--><h1>about</h1><!--]--><!--]-->"
        "<!--]--><!----><!--]--><!--]--><!--]--><!----> <!--[-1--><!--]--><!--]-->"
    )


def test_each_render_has_modules_and_globals_of_its_own(v8: V8) -> None:
    for name in ("ann", "bob", "cid"):
        body = v8.render("/module-state", {"name": name}).body
        for place in ("names", "visits", "seen"):
            assert f'<p id="{place}">{name}</p>' in body


def test_code_that_renders_share_cannot_be_changed(v8: V8) -> None:
    for _ in range(2):
        assert '<p id="notes">refused refused</p>' in v8.render("/tamper").body


def test_page_and_paths_agree_with_the_request(v8: V8) -> None:
    body = v8.render("/url", url="http://localhost/url?q=%C3%A9").body
    assert '<p id="url">true é /url</p>' in body
    assert '<p id="paths">./robots.txt false false false</p>' in body
    assert 'href="../about"' in v8.render("/(group)/inside/deep", url="http://localhost/inside/deep").body


def test_nul_cannot_forge_the_parts(v8: V8) -> None:
    page = v8.render("/", {"greeting": "a\0b\0c"})
    assert "abc</h1>" in page.body


def test_half_a_character_is_replaced(v8: V8) -> None:
    """As when a component shows the first "letter" of an emoji."""
    assert "a\ufffdb" in v8.render("/", {"greeting": "a\ud83db"}).body


def test_transported_and_other_rich_data(v8: V8) -> None:
    flat = [
        {"when": 1, "tags": 2, "big": 5, "first": 6, "second": 6, "vector": 8, "markup": 12, "missing": 13},
        ["Date", "2026-01-02T03:04:05.000Z"],
        ["Set", 3, 4],
        "a",
        "b",
        ["BigInt", "1152921504606846976"],
        {"shared": 7},
        True,
        ["Vector", 9],
        [10, 11],
        3,
        4,
        "</script>",
        None,
    ]
    body = v8.render("/types", flat, flat=[1]).body
    for text in (
        "true 2026-01-02",
        "bigint 1152921504606846976",
        '"shared">true',
        '"vector">5',
        "&lt;/script>",
    ):
        assert text in body


def test_promises_stay_pending(v8: V8) -> None:
    flat = [
        {"now": 1, "soon": 2, "late": 4, "broken": 7},
        "now",
        ["Promise", 3],
        1,
        {"nested": 5},
        ["Promise", 6],
        2,
        ["Promise", 8],
        3,
    ]
    body = v8.render("/stream", flat, flat=[1]).body
    assert body.count(">waiting</p>") == 3


def test_an_error_is_caught_by_the_nearest_error_page(v8: V8) -> None:
    page = v8.render("/render-boom")
    [caught] = page.meta["caught"]
    assert caught["name"] == "TypeError"
    assert "at _page (src/routes/render-boom/+page.svelte:5)" in caught["stack"]
    assert page.meta["status"] == 500
    assert '<p id="root-error">Internal Error</p>' in page.body


def test_pythons_answer_to_a_caught_error_is_shown(v8: V8) -> None:
    answer = flat({"status": 503, "message": "back soon"})
    assert "<h1>503</h1>" in v8.render("/render-boom", transformed=[answer]).body
    assert '<p id="failed">503: back soon</p>' in v8.render("/boundary", transformed=[answer]).body


def test_an_error_without_a_boundary_ends_the_render(v8: V8) -> None:
    message = v8.input("/render-boom")
    del message["errors"]
    error = json.loads(v8.send("r" + json.dumps(message)).removeprefix("e"))
    assert (error["kind"], error["name"], error["at"]) == ("unknown", "TypeError", None)
    assert "src/routes/render-boom/+page.svelte:5" in error["stack"]


def test_console_lines_travel_with_the_page(v8: V8) -> None:
    info, error = v8.render("/console").meta["console"]
    assert info == ["info", 'hello from the render {"answer":42}']
    assert error[0] == "error"
    assert "src/routes/console/+page.svelte:3" in error[1]


def test_a_universal_load_fetches_through_python(v8: V8) -> None:
    pending = item(v8)
    assert pending.startswith("p")
    [request] = requests(v8, pending)
    assert (request["kind"], request["method"], request["at"]) == ("fetch", "GET", 2)
    assert request["url"] == "http://localhost/api/stock/1"
    assert requests(v8, pending) == []
    page = Page.of(answered(v8, pending, {"id": request["id"], "value": response('{"stock": 10}')}))
    assert "stock of 1: 10" in page.body
    [fetched] = page.meta["fetched"]
    assert (fetched["url"], fetched["status"], fetched["body"]) == ("/api/stock/1", 200, '{"stock": 10}')
    assert v8.send(f"t{pending[1:]}").startswith("e"), "a taken render is forgotten"


def test_a_universal_load_waits_for_a_timer(v8: V8) -> None:
    pending = v8.send("r" + json.dumps(v8.input("/timer")))
    [request] = requests(v8, pending)
    assert (request["kind"], request["ms"]) == ("timer", 20)
    page = Page.of(answered(v8, pending, {"id": request["id"], "value": None}))
    assert '<p id="value">waited</p>' in page.body
    assert page.meta["headers"] == [["x-universal", "yes"]]


def test_a_failed_fetch_is_an_error_of_the_load(v8: V8) -> None:
    pending = item(v8)
    [request] = requests(v8, pending)
    error = {"name": "ConnectError", "message": "no route to host"}
    answer = answered(v8, pending, {"id": request["id"], "error": error})
    [asked] = json.loads(answer.removeprefix("w"))
    assert (asked["kind"], asked["at"], asked["error"]["message"]) == ("handle_error", 2, "no route to host")
    v8.send(f"d{pending[1:]}")


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        (
            "?forbidden",
            {"kind": "http", "status": 403, "message": "not this one", "props": {"hint": "universal"}},
        ),
        ("?broken", {"kind": "unknown", "name": "TypeError", "message": "universal load broke"}),
    ],
)
def test_python_decides_on_a_failed_load(v8: V8, search: str, expected: dict[str, Any]) -> None:
    pending = item(v8, search)
    [asked] = requests(v8, pending)
    assert expected.items() <= asked["error"].items()
    value = {
        "error": flat({"status": 418, "message": "decided"}),
        "status": 418,
        "keep": 2,
        "node": 5,
        "errors": [None, 1, 1],
    }
    page = Page.of(answered(v8, pending, {"id": asked["id"], "value": value}))
    assert '<section id="items">' in page.body
    assert '<p id="items-error">decided</p>' in page.body


def test_a_redirect_of_a_load(v8: V8) -> None:
    pending = item(v8, "?moved")
    error = json.loads(v8.send(f"t{pending[1:]}").removeprefix("e"))
    assert (error["kind"], error["status"], error["location"], error["at"]) == ("redirect", 307, "/about", 2)


def test_a_dropped_render_is_forgotten(v8: V8) -> None:
    pending = item(v8)
    [request] = requests(v8, pending)
    v8.send(f"d{pending[1:]}")
    assert v8.send(f"s{pending[1:]}\n{json.dumps([{'id': request['id'], 'value': None}])}") == ""
    assert v8.send(f"t{pending[1:]}").startswith("e")


@pytest.mark.parametrize(
    ("call", "answer"),
    [
        ({"fn": "match", "matcher": "integer", "value": "12"}, {"match": True, "value": 12}),
        ({"fn": "match", "matcher": "integer", "value": "x"}, {"match": False}),
        ({"fn": "reroute", "url": "http://localhost/rerouted"}, {"path": "/about"}),
        ({"fn": "reroute", "url": "http://localhost/else"}, {"path": None}),
    ],
)
def test_calls_universal_functions(v8: V8, call: dict[str, Any], answer: dict[str, Any]) -> None:
    assert json.loads(v8.send("c" + json.dumps(call))) == answer


def test_a_call_that_fails_says_why(v8: V8) -> None:
    error = json.loads(
        v8.send("c" + json.dumps({"fn": "match", "matcher": "none", "value": ""})).removeprefix("e")
    )
    assert error["message"] == "src/params has no matcher named none"


def test_unknown_messages_are_answered(v8: V8) -> None:
    assert "unknown message" in v8.send("?")
    assert json.loads(v8.send("r{").removeprefix("e"))["name"] == "SyntaxError"


def test_a_stopped_render_leaves_nothing_behind(v8: V8) -> None:
    """Svelte was stopped in the middle of a component: the next render must not begin inside of it."""
    racer: MiniRacer = v8._v8
    with pytest.raises(Exception, match=r"(?i)timeout|terminated"):
        racer.eval(f"enter.call({json.dumps('r' + json.dumps(v8.input('/loop')))})", timeout_sec=0.3)
    assert "<h1>about</h1>" in v8.render("/about").body
    assert v8.render("/about").meta == {}


def test_random_numbers_are_there_once_seeded(v8: V8) -> None:
    first, second = (v8._v8.eval("crypto.randomUUID()") for _ in range(2))
    assert first != second
    assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", str(first))


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("new URL('http://EXÄMPLE.com:80/a/../b?x=ü#h').href", "http://xn--exmple-cua.com/b?x=%C3%BC#h"),
        ("new URL('//host/p', 'https://a/').href", "https://host/p"),
        ("URL.canParse('http://[::1')", False),
        ("new URLSearchParams('a=1&a=2').getAll('a').join()", "1,2"),
        ("new TextDecoder().decode(new TextEncoder().encode('é€😀'))", "é€😀"),
        ("structuredClone({d: new Date(0), m: new Map([[1, 2]])}).m.get(1)", 2),
        ("btoa('abc') + atob('YWJj')", "YWJjabc"),
        ("new Headers({'A-B': 'c'}).get('a-b')", "c"),
        ("new Response('x', {status: 201}).status", 201),
        ("new DOMException('m', 'AbortError').name", "AbortError"),
        ("AbortSignal.abort('why').reason", "why"),
        ("typeof setTimeout + typeof __timer_manager", "undefinedundefined"),
        ("typeof queueMicrotask + typeof performance.now()", "functionnumber"),
    ],
)
def test_web_apis(v8: V8, expression: str, value: Any) -> None:
    assert v8._v8.eval(expression) == value
