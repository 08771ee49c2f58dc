"""The app `options`: below a base path; its routes are found by the server, with matchers in Python."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Iterator
from ipaddress import ip_network
from pathlib import Path

import pytest

from lissome.app import App
from lissome.errors import AppError
from lissome.manifest import load_manifest
from lissome.server.http.forwarded import TrustedProxies
from lissome.server.mounts import MountedApp, Mounts
from lissome.server.page.server_routing import check_reroute, route_id_of
from lissome.server.startup.hooks import Hooks
from support.asgi import Client, started
from support.boot import booted
from support.universal import shown

JS = "application/javascript; charset=utf-8"


@pytest.fixture(scope="module")
def variables() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GREETING", "Hi")
        patch.setenv("SECRET", "long enough")
        yield


@pytest.fixture(scope="module")
async def app(built_app: Callable[[str], Path], variables: None) -> AsyncIterator[App]:
    with booted(built_app("options")) as app:
        async with started(app):
            yield app


@pytest.fixture
def client(app: App) -> Client:
    return Client(app)


# -- __route.js -------------------------------------------------------------------------------------------


async def test_links_to_mounted_applications_leave_the_page(
    app: App, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever routes match the path, as `[...path]` does, and also if a part of it is escaped."""

    async def application(scope: object, receive: object, send: object) -> None:
        raise AssertionError

    mounted = MountedApp("/app/items", "backend:app", application, "/app/items")
    monkeypatch.setattr(app.runtime, "mounts", Mounts([mounted], answers_routes=True))
    for path in ("/app/items/12/__route.js", "/app/it%65ms/12/__route.js", "/app/items/__route.js"):
        answer = await client.send(path)
        assert (answer.status, answer.header("content-type"), answer.text) == (200, JS, "")
    assert "leaf" in (await client.send("/app/about/__route.js")).text


async def test_a_route(client: Client) -> None:
    answer = await client.send("/app/items/12/__route.js")
    assert (answer.status, answer.header("content-type")) == (200, JS)
    first, text = answer.text.split("\n", 1)
    css = r"x\.load_css\(\[new URL\('\.\./\.\./_app/immutable/assets/[^']+', import\.meta\.url\)\.href,\]\)"
    assert re.fullmatch(
        rf"import\('\.\./\.\./_app/immutable/entry/start\.[^']+'\)\.then\(x => {css}\);", first
    )
    expected = r"""export const route = \{
	id: "/items/\[id=num\]",
	errors: \[1\],
	layouts: \[\[true,0\]\],
	leaf: \[true,\d\],
	nodes: \{
		'1': \(\) => import\('\.\./\.\./_app/immutable/nodes/1\.[^']+'\),
		'0': \(\) => import\('\.\./\.\./_app/immutable/nodes/0\.[^']+'\),
		'\d': \(\) => import\('\.\./\.\./_app/immutable/nodes/\d\.[^']+'\)
	\}
\};
export const params = \{id:12\}"""
    assert re.fullmatch(expected, text)
    assert answer.header("x-handled") is None  # `handle` is not asked


async def test_the_root(client: Client) -> None:
    answer = await client.send("/app/__route.js")
    assert "'./_app/immutable/" in answer.text
    assert answer.text.endswith("export const params = {}")


@pytest.mark.parametrize("path", ["/who", "/nowhere", "/items/twelve", "/items/99999999999999999999"])
async def test_no_page(client: Client, path: str) -> None:
    answer = await client.send(f"/app{path}/__route.js")
    assert (answer.status, answer.text, answer.header("content-type")) == (200, "", JS)


async def test_a_path_that_ends_in_html(client: Client) -> None:
    answer = await client.send("/app/files/a.html__route.js")
    assert answer.text.endswith('export const params = {path:"a.html"}')


async def test_rerouted(client: Client) -> None:
    assert 'id: "/about"' in (await client.send("/app/ueber-uns/__route.js")).text


async def test_a_matcher_that_fails(client: Client) -> None:
    answer = await client.send("/app/items/0/__route.js")
    assert (answer.status, answer.text) == (500, "Error resolving route")
    assert (await client.send("/app/items/0")).status == 500


async def test_a_reroute_that_fails(client: Client) -> None:
    for suffix in ("", "/__route.js", "/__data.json"):
        answer = await client.send(f"/app/reroute-fails{suffix}")
        assert (answer.status, answer.text) == (500, "Internal Server Error")


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("/app/items/12", {"id": "/items/[id=num]", "params": {"id": 12}}),
        ("/app/items/twelve", None),
        ("/app/items/0", "the matcher failed"),
        ("/app/ueber-uns", {"id": "/about", "params": {}}),
        ("/app/reroute-fails", None),
    ],
)
async def test_match_asks_python(client: Client, address: str, found: object) -> None:
    for _ in range(3):
        assert shown((await client.send(f"/app/matching?to={address}")).text) == found


async def test_malformed_and_reserved(client: Client) -> None:
    assert (await client.send("/app/%E0%A4%A/__route.js")).status == 400
    answer = await client.send("/app/__route.js?x-sveltekit-invalidated=1")
    assert (answer.status, answer.text) == (
        400,
        'Cannot use reserved query parameter "x-sveltekit-invalidated"',
    )


@pytest.mark.parametrize(
    ("route_id", "expected"),
    [
        ("/items/[id=num]", 'id: "/items/[id=num]"'),
        ("/files/[...path]", 'id: "/files/[...path]"'),
        ("", 'id: "/"'),
        ("/who", "export const endpoint_only = true;"),
    ],
)
async def test_a_route_by_its_id(client: Client, route_id: str, expected: str) -> None:
    answer = await client.send(f"/app/_app/routes{route_id}/__route.js")
    assert answer.status == 200
    assert expected in answer.text
    assert "params" not in answer.text


async def test_no_such_id(client: Client) -> None:
    answer = await client.send("/app/_app/routes/items/12/__route.js")
    assert (answer.status, answer.text) == (200, "")


async def test_not_for_apps_whose_browser_finds_the_routes(built_app: Callable[[str], Path]) -> None:
    with booted(built_app("basics")) as app:
        async with started(app) as client:
            for target in ("/__route.js", "/about/__route.js", "/_app/routes/__route.js"):
                answer = await client.send(target)
                assert (answer.status, answer.text) == (400, "Server-side route resolution disabled")
            assert (await client.send("/other__route.js")).status == 404


def test_paths_of_ids() -> None:
    assert route_id_of("/_app/routes", "/_app") == "/"
    assert route_id_of("/_app/routes/a/[b]", "/_app") == "/a/[b]"
    assert route_id_of("/_app/routesx", "/_app") is None
    assert route_id_of("/a", "/_app") is None


async def test_hydration(client: Client) -> None:
    page = (await client.send("/app/items/12")).text
    assert '<p id="params">number 12</p>' in page
    assert (
        "\n\t\t\t\t\t\t\terror: null,\n\t\t\t\t\t\t\tparams: {id:12},\n\t\t\t\t\t\t\tserver_route: {\n"
        '\t\t\t\t\t\t\t\tid: "/items/[id=num]",\n'
    ) in page
    assert "server_route" not in (await client.send("/app/nowhere")).text


async def test_params_of_a_data_request(client: Client) -> None:
    nodes = (await client.data("/app/items/12")).json()["nodes"]
    assert nodes[1]["uses"] == {"params": ["id"]}


# -- where reroute and matchers may be --------------------------------------------------------------------


def test_reroute_needs_the_server(built_app: Callable[[str], Path]) -> None:
    manifest = load_manifest(built_app("basics") / "build" / "manifest.json")
    check_reroute(Hooks(), manifest)
    with pytest.raises(AppError, match="the browser finds the routes and cannot run Python"):
        check_reroute(Hooks(reroute=lambda url: url.pathname), manifest)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("async def num(value): ...", "must be a plain function"),
        ("num = 5", "must be a plain function"),
    ],
)
def test_matchers_that_are_none(
    built_app: Callable[[str], Path], variables: None, tmp_path: Path, source: str, message: str
) -> None:
    from lissome.server.matchers import load_matchers
    from lissome.server.startup.modules import Modules

    manifest = load_manifest(built_app("options") / "build" / "manifest.json")
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "params.server.py").write_text(source)
    with pytest.raises(AppError, match=message):
        load_matchers(manifest, Modules(tmp_path))


# -- the base path ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/about", "/ap", "/robots.txt", "/_app/version.json", "/items/12"])
async def test_outside_of_the_base(client: Client, path: str) -> None:
    answer = await client.send(path)
    assert (answer.status, answer.text) == (404, "Not found")


@pytest.mark.parametrize(
    ("path", "location"), [("/app", "./app/"), ("/app/about", "./about/"), ("/app/items/12/", "../12")]
)
async def test_trailing_slashes_below_the_base(client: Client, path: str, location: str) -> None:
    answer = await client.send(path)
    assert (answer.status, answer.header("location")) == (308, location)


async def test_static_files_below_the_base(client: Client) -> None:
    assert (await client.send("/app/robots.txt")).text == "hello\n"
    version = await client.send("/app/_app/version.json")
    assert version.json() == {"version": "options <1>"}
    assert version.header("cache-control") == "no-cache"


async def test_links_of_a_page_below_the_base(client: Client) -> None:
    page = (await client.send("/app/files/a/b")).text
    assert '<link rel="icon" href="../../favicon.svg" />' in page
    assert 'base: new URL("../..", location).pathname.slice(0, -1)' in page
    assert '<a href="../../items/12">' in page


async def test_the_version_in_pages_and_headers(client: Client) -> None:
    page = (await client.send("/app/")).text
    assert 'data-version="options &lt;1>"' in page
    assert 'version: "options <1>"' in page
    assert (await client.data("/app/")).header("x-sveltekit-version") == "options <1>"
    assert (await client.data("/app/who")).header("x-sveltekit-version") == "options <1>"


# -- proxies ----------------------------------------------------------------------------------------------

FORWARDED = {
    "x-forwarded-for": "198.51.100.7",
    "x-forwarded-proto": "https",
    "x-forwarded-host": "shop.example",
}


async def test_forwarded_headers_of_strangers_mean_nothing(client: Client) -> None:
    answer = await client.send("/app/who", headers=FORWARDED)
    assert answer.json() == {"client": "203.0.113.7", "url": "http://localhost/app/who"}


async def test_forwarded_headers_of_our_proxy(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    proxies = TrustedProxies((ip_network("203.0.113.0/24"),))
    monkeypatch.setattr(client.app.runtime, "proxies", proxies)
    answer = await client.send("/app/who", headers=FORWARDED)
    assert answer.json() == {"client": "198.51.100.7", "url": "https://shop.example/app/who"}
    form = {**FORWARDED, "content-type": "text/plain"}
    own = await client.send("/app/who", method="POST", headers={**form, "origin": "https://shop.example"})
    assert own.status == 200
    inner = await client.send("/app/who", method="POST", headers={**form, "origin": "http://localhost"})
    assert inner.status == 403
    bad = await client.send("/app/who", headers={**FORWARDED, "x-forwarded-host": "a/b@c"})
    assert bad.status == 400
