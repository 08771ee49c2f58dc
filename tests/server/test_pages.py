"""Pages of the basics app: documents, data requests, errors, redirects."""

from __future__ import annotations

import asyncio
import json
import re

import pytest

from lissome.app import App
from lissome.ssr import Rendered, RenderSession
from support.asgi import Client


def text_of(html: str, element: str) -> str:
    """The text of the element with an id; Svelte's comments left out."""
    match = re.search(rf'<(\w+)[^>]* id="{element}"[^>]*>(.*?)</\1>', html, re.DOTALL)
    assert match is not None, f"no #{element} in {html}"
    return re.sub(r"<!--.*?-->", "", match[2])


# -- documents -------------------------------------------------------------------------------------------


async def test_a_page(client: Client) -> None:
    answer = await client.send("/")
    assert answer.status == 200
    assert answer.header("content-type") == "text/html"
    assert answer.header("content-length") == str(len(answer.body))
    assert answer.header("x-handled") == "yes"
    assert "hello</h1>" in answer.text
    assert "<title>basics</title>" in answer.text
    assert text_of(answer.text, "user") == "anonymous"
    assert (
        'data: [{type:"data",data:{"user":null},uses:{}},{type:"data",data:{"greeting":"hello"},uses:{}}]'
        in answer.text
    )


async def test_relative_links_follow_the_depth(client: Client) -> None:
    assert 'href="./favicon.svg"' in (await client.send("/about")).text
    assert 'href="../favicon.svg"' in (await client.send("/items/1")).text
    assert 'new URL("../..", location)' in (await client.send("/files/a/b")).text


async def test_without_client_side_code(client: Client) -> None:
    html = (await client.send("/nocsr")).text
    assert "no JavaScript here" in html
    assert "<script" not in html
    assert "modulepreload" not in html


async def test_without_server_side_rendering(client: Client) -> None:
    html = (await client.send("/spa")).text
    assert 'id="spa"' not in html
    assert "kit.start(app, element);" in html


async def test_layouts_groups_and_resets(client: Client) -> None:
    deep = (await client.send("/inside/deep")).text
    assert re.search(r'id="group".*id="deep".*<h1>deep', deep, re.DOTALL)
    reset = (await client.send("/inside/deep/reset")).text
    assert 'id="group"' in reset
    assert 'id="deep"' not in reset
    bare = (await client.send("/inside/deep/bare")).text
    assert 'id="group"' not in bare
    assert 'id="user"' in bare


@pytest.mark.parametrize(
    ("target", "element", "text"),
    [
        ("/files", "path", ""),
        ("/files/a/b%2Fc/d%25", "path", "a/b/c/d%"),
        ("/greet", "lang", "no language"),
        ("/de/greet", "lang", "de"),
        ("/number/41", "n", "42 int number"),
        ("/url?q=a%20b", "url", "true a b /url"),
        ("/types", "when", "true 2026-01-02T03:04:05.000Z"),
        ("/types", "vector", "5"),
        ("/types", "shared", "true"),
        ("/timer", "value", "waited"),
    ],
)
async def test_what_pages_show(client: Client, target: str, element: str, text: str) -> None:
    answer = await client.send(target)
    assert answer.status == 200
    assert text_of(answer.text, element) == text


async def test_escapes_in_route_ids(client: Client) -> None:
    assert "escaped" in (await client.send("/escaped/%5Ba%5D")).text


async def test_reroute(client: Client) -> None:
    answer = await client.send("/rerouted")
    assert answer.status == 200
    assert "<h1>about</h1>" in answer.text


async def test_markup_in_data_stays_data(client: Client) -> None:
    html = (await client.send("/types")).text
    assert "&lt;/script>&lt;!-- &amp;" in html
    assert html.count("</script>") == html.count("<script")


async def test_universal_load_with_an_inlined_fetch(client: Client) -> None:
    html = (await client.send("/items/1")).text
    assert text_of(html, "stock") == "stock of 1: 10"
    match = re.search(
        r'<script type="application/json" data-sveltekit-fetched data-url="([^"]*)">(.*?)</script>', html
    )
    assert match is not None
    assert match[1] == "/api/stock/1"
    assert json.loads(match[2]) == {"status": 200, "statusText": "", "headers": {}, "body": '{"stock":10}'}


async def test_headers_of_a_universal_load(client: Client) -> None:
    assert (await client.send("/timer")).header("x-universal") == "yes"


async def test_etag(client: Client) -> None:
    etag = (await client.send("/about")).header("etag")
    assert etag is not None
    for sent in (etag, f"W/{etag}"):
        answer = await client.send("/about", headers={"if-none-match": sent})
        assert (answer.status, answer.body, answer.header("etag")) == (304, b"", etag)
        assert answer.header("content-length") is None
    assert (await client.send("/about", headers={"if-none-match": '"other"'})).status == 200


async def test_head(client: Client) -> None:
    get, head = await client.send("/about"), await client.send("/about", method="HEAD")
    assert (head.status, head.body) == (200, b"")
    assert head.headers == get.headers


async def test_headers_and_cookies_of_a_load(client: Client) -> None:
    for answer in (await client.send("/trust/helpers"), await client.data("/trust/helpers")):
        assert answer.header("x-helper") == "yes"
        assert "visited=/trust/helpers; Path=/; HttpOnly; SameSite=Lax" in answer.all("set-cookie")


async def test_what_helpers_know_of_their_request(client: Client) -> None:
    async def one(user: str) -> None:
        html = (await Client(client.app, {"user": user}).send(f"/trust/helpers?user={user}")).text
        assert text_of(html, "users") == f"{user} {user} {user}"
        assert f'[["{user}"]]' in html or f'["{user}"]' in html

    await asyncio.gather(*(one(f"user{n}") for n in range(25)))


# -- other answers than a page ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "location"),
    [
        ("/about/", "../about"),
        ("/about/?a=1&b", "../about?a=1&b"),
        ("/slash", "./slash/"),
        ("/slash?x", "./slash/?x"),
        ("/items/1/", "../1"),
        ("/files/a:b/", "../a:b"),
    ],
)
async def test_trailing_slashes(client: Client, target: str, location: str) -> None:
    answer = await client.send(target)
    assert (answer.status, answer.header("location"), answer.body) == (308, location, b"")
    assert answer.header("x-sveltekit-normalize") == "1"


async def test_a_page_with_its_slash(client: Client) -> None:
    assert text_of((await client.send("/slash/")).text, "pathname") == "/slash/"


async def test_redirect_in_a_load(client: Client) -> None:
    answer = await client.send("/items/old")
    assert (answer.status, answer.header("location"), answer.body) == (308, "/items/1", b"")


async def test_redirect_in_a_universal_load(client: Client) -> None:
    answer = await client.send("/items/1?moved")
    assert (answer.status, answer.header("location")) == (307, "/about")


async def test_no_route(client: Client) -> None:
    answer = await client.send("/nowhere", headers={"accept": "application/json"})
    assert answer.status == 404
    assert text_of(answer.text, "root-error") == "Not Found"
    assert text_of(answer.text, "user") == "anonymous"
    assert 'error: {status:404,message:"Not Found"}' in answer.text


@pytest.mark.parametrize("destination", ["image", "script", "style", "font", "manifest"])
async def test_no_page_for_who_wants_a_file(client: Client, destination: str) -> None:
    answer = await client.send("/nowhere.png", headers={"sec-fetch-dest": destination})
    assert (answer.status, answer.text, answer.header("vary")) == (404, "Not Found", "Sec-Fetch-Dest")


@pytest.mark.parametrize("target", ["/_app/nonsense.js", "/_apple", "/_app"])
async def test_the_clients_own_folder(client: Client, target: str) -> None:
    answer = await client.send(target)
    assert (answer.status, answer.text) == (404, "Not found")
    assert answer.header("cache-control") == "public, max-age=0, must-revalidate"


@pytest.mark.parametrize("target", ["/%", "/a%zz", "/%ff", "/%E0%A4%A", "/files/%C0%AF"])
async def test_malformed_paths(client: Client, target: str) -> None:
    answer = await client.send(target)
    assert answer.status == 400
    assert text_of(answer.text, "root-error") == "Malformed URI"


async def test_reserved_parameters(client: Client) -> None:
    answer = await client.send("/about?x-sveltekit-anything=1")
    assert (answer.status, answer.text) == (400, 'Cannot use reserved query parameter "x-sveltekit-anything"')


@pytest.mark.parametrize(
    "host", ["a b", "a/b", "evil.example@x", "x:y", "<script>", "a\tb", "[::1", "x:123456"]
)
async def test_bad_hosts(client: Client, host: str) -> None:
    answer = await client.send("/about", headers={"host": host})
    assert (answer.status, answer.text) == (400, "Bad Request")


async def test_a_target_that_looks_like_a_host(client: Client) -> None:
    answer = await client.send("//evil.example/about/")
    assert answer.status == 404
    assert "//evil.example" not in (answer.header("location") or "")


async def test_an_item_that_is_not_there(client: Client) -> None:
    """The error page nearest to the page, inside the layouts above it."""
    answer = await client.send("/items/9")
    assert answer.status == 404
    assert text_of(answer.text, "items-error") == "no item 9"
    assert 'id="items"' in answer.text
    assert 'error: {hint:"try 1",status:404,message:"no item 9"}' in answer.text


async def test_errors_of_universal_loads(client: Client) -> None:
    forbidden = await client.send("/items/1?forbidden")
    assert (forbidden.status, text_of(forbidden.text, "items-error")) == (403, "not this one")
    broken = await client.send("/items/1?broken")
    assert (broken.status, text_of(broken.text, "items-error")) == (500, "Internal Error (RenderError)")
    assert "universal load broke" not in broken.text


async def test_an_exception_in_a_load(client: Client) -> None:
    answer = await client.send("/boom")
    assert answer.status == 500
    assert text_of(answer.text, "root-error") == "Internal Error (ValueError)"
    assert "the load broke" not in answer.text
    assert "Traceback" not in answer.text


async def test_an_exception_in_a_component(client: Client) -> None:
    answer = await client.send("/render-boom")
    assert answer.status == 500
    assert text_of(answer.text, "root-error") == "Internal Error (RenderError)"


async def test_a_boundary_in_a_component(client: Client) -> None:
    answer = await client.send("/boundary")
    assert answer.status == 500  # as in SvelteKit: the status of what the boundary caught
    assert text_of(answer.text, "failed") == "500: Internal Error (RenderError)"


@pytest.mark.parametrize("caught_again", [0, 2])
async def test_a_boundary_that_catches_by_chance(
    app: App, client: Client, monkeypatch: pytest.MonkeyPatch, caught_again: int
) -> None:
    """The page is rendered again with what `handle_error` said, and another number of errors is caught."""
    render, passes = app.runtime.renderer.render, []

    async def otherwise(message: bytes, host: RenderSession) -> Rendered:
        rendered = await render(message, host)
        passes.append(rendered)
        if len(passes) == 2:
            caught = rendered.meta["caught"] * caught_again
            error = {"status": 501, "message": "Internal Error"}
            rendered.meta = {"caught": caught, "error": error} if caught else {}
        return rendered

    monkeypatch.setattr(app.runtime.renderer, "render", otherwise)
    answer = await client.send("/boundary")
    assert len(passes) == 2
    assert answer.status == (501 if caught_again else 200)
    assert text_of(answer.text, "failed") == "500: Internal Error (RenderError)"


async def test_a_loop_in_a_component(client: Client) -> None:
    answer, other = await asyncio.gather(client.send("/loop"), client.send("/about"))
    assert (answer.status, other.status) == (500, 200)
    assert text_of(answer.text, "root-error") == "Internal Error (RenderTimeout)"
    assert (await client.send("/about")).status == 200


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "NONSENSE"])
async def test_methods_that_pages_do_not_know(client: Client, method: str) -> None:
    answer = await client.send("/about", method=method, headers={"origin": "http://localhost"})
    assert (answer.status, answer.text) == (405, f"{method} method not allowed")
    assert answer.header("allow") == "GET, OPTIONS, HEAD"


async def test_options_of_a_page(client: Client) -> None:
    for target, allow in (("/about", "GET, HEAD, OPTIONS"), ("/counter", "GET, HEAD, OPTIONS, POST")):
        answer = await client.send(target, method="OPTIONS")
        assert (answer.status, answer.body, answer.header("allow")) == (204, b"", allow)


# -- requests beside each other --------------------------------------------------------------------------


async def test_each_user_sees_only_themselves(app: App) -> None:
    for _ in range(2):
        for name in ("ann", "bob", "eve"):
            html = (await Client(app).send(f"/module-state?name={name}")).text
            assert [text_of(html, element) for element in ("names", "visits", "seen")] == [name] * 3


async def test_a_hundred_at_once_are_not_mixed_up(app: App) -> None:
    async def one(n: int) -> None:
        visitor = Client(app, {"user": f"u{n}"})
        html, data = await asyncio.gather(
            visitor.send(f"/module-state?name=n{n}"), visitor.data(f"/files/{n}")
        )
        assert (text_of(html.text, "user"), text_of(html.text, "names")) == (f"u{n}", f"n{n}")
        assert data.json()["nodes"][1]["data"] == [{"path": 1}, str(n)]

    await asyncio.gather(*(one(n) for n in range(100)))
