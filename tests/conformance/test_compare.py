"""What the comparison must not overlook, and what it must not mind."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from conformance import compare
from conformance.normalise import normalise
from conformance.scripts import Scripts
from conformance.wire import Answer


@pytest.fixture(scope="module")
def scripts() -> Iterator[Scripts]:
    scripts = Scripts()
    yield scripts
    scripts.close()


def differences(kit: Answer, lissome: Answer, scripts: Scripts) -> str:
    return compare.differences(normalise(kit), normalise(lissome), scripts)


def page(data: str, *more: str) -> Answer:
    """A page whose script starts kit's client with this data, and scripts that stream after it."""
    body = f"""<p>x</p><script>{{
        const deferred = new Map();
        __sveltekit_1 = {{
            base: new URL(".", location).pathname.slice(0, -1),
            defer: (id) => new Promise((fulfil, reject) => {{ deferred.set(id, {{ fulfil, reject }}); }}),
            resolve: async (id, fn) => {{
                const [value, error] = fn();
                while (!deferred.has(id)) await new Promise((done) => setTimeout(done, 0));
                deferred.get(id)[error ? "reject" : "fulfil"](error ?? value);
            }}
        }};
        const element = document.currentScript.parentElement;
        import("./start.js").then(async (kit) => {{
            kit.start(await import("./entry/app.js"), element, {data});
        }});
    }}</script>""" + "".join(f"<script>__sveltekit_1.{script}</script>" for script in more)
    return Answer(200, (("content-type", "text/html"),), body.encode())


SAME = [
    ("{a:1}", '{"a":1}'),
    ("[.5, 'x']", '[0.5, "x"]'),
    ("new Date(0)", 'new Date("1970-01-01T00:00:00.000Z")'),
    ("{uses:{params:['a','b'],url:1}}", '{"uses":{"url":1,"params":["b","a"]}}'),
    ("(function(a){return [a,a]}({}))", "(() => { const x = {}; return [x, x] })()"),
]
DIFFERENT = [
    ("{a:undefined}", "{a:null}"),
    ("{a:undefined}", "{}"),
    ("{a:1,b:2}", "{b:2,a:1}"),
    ("0", "-0"),
    ("1", "1n"),
    ("'1'", "1"),
    ("NaN", "null"),
    ("[,1]", "[undefined,1]"),
    ("new Date(0)", "new Date(1)"),
    ("new Date(0)", "'1970-01-01T00:00:00.000Z'"),
    ("new Map([[1,2]])", "{1:2}"),
    ("new Set([1])", "[1]"),
    ("(function(a){return [a,a]}({}))", "[{},{}]"),
    ("new Uint8Array([1])", "[1]"),
    ("{__proto__:null}", "{}"),
    ("new Promise(() => {})", "Promise.resolve()"),
    ("Promise.resolve(1)", "Promise.resolve(2)"),
    ("Promise.reject(1)", "Promise.resolve(1)"),
    ("{", "{}"),
]


@pytest.mark.parametrize(("kit", "lissome"), SAME)
def test_spelling_does_not_matter(scripts: Scripts, kit: str, lissome: str) -> None:
    assert differences(page(kit), page(lissome), scripts) == ""


@pytest.mark.parametrize(("kit", "lissome"), DIFFERENT)
def test_meaning_does(scripts: Scripts, kit: str, lissome: str) -> None:
    assert differences(page(kit), page(lissome), scripts) != ""


def test_streamed_values_are_compared(scripts: Scripts) -> None:
    data = "{late: __sveltekit_1.defer(1)}"
    one, other = page(data, "resolve(1, () => [1])"), page(data, "resolve(1, () => [2])")
    failed = page(data, "resolve(1, () => [, 1])")
    assert differences(one, one, scripts) == ""
    assert differences(one, other, scripts) != ""
    assert differences(one, failed, scripts) != ""


def test_status_headers_and_html_are_compared(scripts: Scripts) -> None:
    answer = Answer(200, (("x-a", "1"), ("date", "now")), b"body")
    assert differences(answer, Answer(200, (("x-a", "1"),), b"body"), scripts) == ""
    for other in (
        Answer(201, answer.headers, b"body"),
        Answer(200, (("x-a", "2"),), b"body"),
        Answer(200, (), b"body"),
        Answer(200, answer.headers, b"Body"),
    ):
        assert differences(answer, other, scripts) != ""


def test_a_nonce_must_be_the_headers(scripts: Scripts) -> None:
    def answer(header: str, attribute: str) -> Answer:
        headers = (("content-security-policy", f"script-src 'nonce-{header}'"), ("content-type", "text/html"))
        return Answer(200, headers, f'<script nonce="{attribute}">1</script>'.encode())

    first, second = "iZcPC3ApdvFbkjn16dx+jA==", "zlzF8fJUidIX/8GHJUJPWg=="
    assert differences(answer(first, first), answer(second, second), scripts) == ""
    assert differences(answer(first, first), answer(second, first), scripts) != ""


def test_flat_data_is_compared_by_meaning(scripts: Scripts) -> None:
    def answer(flat: str) -> Answer:
        body = f'{{"type":"data","nodes":[{{"type":"data","data":{flat},"uses":{{}}}}]}}\n'
        return Answer(200, (("content-type", "application/json"),), body.encode())

    one = answer('[{"a":1,"b":2},1,[1]]')
    assert differences(one, answer('[{"a":2,"b":1},[2],1]'), scripts) == ""
    assert differences(one, answer('[{"a":1,"b":2},1,[3],1]'), scripts) == ""
    assert differences(one, answer('[{"a":1,"b":2},1,[-1]]'), scripts) != ""
    assert differences(answer('[{"a":1,"b":1},{}]'), answer('[{"a":1,"b":2},{},{}]'), scripts) != ""
