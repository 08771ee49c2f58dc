"""`lissome dev` over HTTP: what is served, and what a changed file changes."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from http.client import HTTPConnection
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from support import http
from support.waiting import PATIENCE, until

if TYPE_CHECKING:
    from dev.conftest import DevApp

pytestmark = [pytest.mark.node, pytest.mark.xdist_group("dev")]


def test_timers_hooks_and_matchers(app: DevApp) -> None:
    assert http.get(f"{app.url}/timer").status_code == 200
    assert http.get(f"{app.url}/number/12").status_code == 200
    assert http.get(f"{app.url}/number/twelve").status_code == 404
    assert "about" in http.get(f"{app.url}/rerouted").text
    types = http.get(f"{app.url}/types").text
    assert '<p id="vector">5</p>' in types  # transport: decoded by the app's own hook
    assert '<p id="when">true 2026-01-02T03:04:05.000Z</p>' in types


def test_each_render_has_its_own_modules(app: DevApp) -> None:
    first, second = (http.get(f"{app.url}/module-state").text for _ in range(2))
    assert first == second


def test_static_files_are_served_as_in_production(app: DevApp) -> None:
    favicon = http.get(f"{app.url}/favicon.svg")
    assert favicon.headers["content-type"] == "image/svg+xml"
    assert http.get(f"{app.url}/favicon.svg", headers={"range": "bytes=-2"}).content == favicon.content[-2:]
    assert http.post(f"{app.url}/favicon.svg", content=b"x").status_code == 405
    assert http.get(f"{app.url}/.env").status_code == 404
    assert http.get(f"{app.url}/package.json").status_code == 404


def test_static_files_are_served_as_they_are_now(app: DevApp) -> None:
    file = app.root / "static" / "fresh.html"
    file.write_text("first")
    try:
        app.wait_for_text("/fresh", "first")
        file.write_text("a later one")
        assert http.get(f"{app.url}/fresh").text == "a later one"
    finally:
        file.unlink()
    app.wait_for("/fresh", status=404)


def test_each_request_is_a_line_with_its_reason(app: DevApp) -> None:
    assert http.get(f"{app.url}/items/1?token=secret").status_code == 200
    assert http.get(f"{app.url}/abuot").status_code == 404
    log = app.wait_for_log("no route matches; the nearest is /about")
    (page,) = [line for line in log.splitlines() if "  /items/1  /items/[id]  " in line]
    assert page.startswith("GET    200 ")
    assert "load +page " in page
    assert "render " in page
    assert "secret" not in log
    assert log.count("no route matches; the nearest is /about") == 1


def test_the_inspector_is_for_pages_of_the_app(app: DevApp) -> None:
    timing = http.get(f"{app.url}/about").headers["server-timing"]
    quoted = timing.split('"')[1]
    address = f"{app.url}/__lissome/inspector?id={quoted}"
    assert [one["path"] for one in http.get(address).json()["requests"]] == ["/about"]
    assert http.get(address, headers={"sec-fetch-site": "cross-site"}).status_code == 404
    assert http.get(address, headers={"host": "rebound.example"}).status_code == 403


def test_vites_own_endpoints_are_not_for_browsers(app: DevApp) -> None:
    assert http.post(f"{app.url}/__lissome/call", content=b"r{}").status_code in {404, 405}


def test_a_failing_render_shows_the_error_page(app: DevApp) -> None:
    response = http.get(f"{app.url}/render-boom")
    assert response.status_code == 500
    assert "Internal Error" in response.text


def test_an_import_error_says_where(app: DevApp) -> None:
    app.edit("hooks.server.py", "import Vector", "import Scalar")
    try:
        app.wait_for("/about", status=500)
        text = http.get(f"{app.url}/about", headers={"accept": "text/html"}).text
        assert "src/hooks.server.py:1" in text
        assert "Scalar" in text
        assert http.get(f"{app.url}/favicon.svg").status_code == 200
    finally:
        app.edit("hooks.server.py", "import Scalar", "import Vector")
    app.wait_for("/about")


def test_a_second_server_on_the_same_port_ends(app: DevApp) -> None:
    port = app.url.rpartition(":")[2]
    second = subprocess.run(
        [sys.executable, "-m", "lissome", "dev", str(app.root), "--port", port],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert second.returncode == 1
    assert f"port {port} of 127.0.0.1 is in use" in second.stderr


def test_a_component_that_loops_is_stopped(app: DevApp) -> None:
    response = http.get(f"{app.url}/loop")
    assert response.status_code == 500
    assert http.get(f"{app.url}/about").status_code == 200


def test_a_changed_configuration_starts_vite_again(app: DevApp) -> None:
    config = app.root / "vite.config.js"
    config.write_text(config.read_text().replace("basics-1", "basics-2"))
    app.wait_for_text("/", 'version: "basics-2"')  # and so it stays: Vite takes seconds to start


def test_matchers_in_python_need_routes_by_the_server(app: DevApp) -> None:
    matchers = app.root / "src" / "params.server.py"
    matchers.write_text("def day(value: str) -> str | None:\n    return value\n")
    app.wait_for_text("/about", "the browser cannot run Python. Let the server find the routes")
    matchers.unlink()
    app.wait_for("/about", status=200)


def test_several_values_of_one_name(app: DevApp) -> None:
    form = {"explode": ["", ""]}
    for _ in range(2):
        http.post(f"{app.url}/default-action", data=form, headers={"origin": app.url})
    said = (
        "src/routes/default-action/+page.server.py:6: form.get('explode') has 2 values and gives the last one"
    )
    assert app.wait_for_log(said).count(said) == 1


# -- broken files ----------------------------------------------------------------------------------------

HTML = {"accept": "text/html"}


@pytest.mark.parametrize(
    ("file", "old", "new", "path", "said"),
    [
        ("routes/counter/+page.server.py", "async def add(", "async def add((", "/counter", "SyntaxError"),
        (
            "routes/counter/+page.server.py",
            "async def add(",
            "missing\nasync def add(",
            "/counter",
            "NameError",
        ),
        (
            "routes/counter/+page.server.py",
            "actions = ",
            "ssr = 1 - 1\nactions = ",
            "/counter",
            "must be a literal",
        ),
        (
            "routes/counter/+page.server.py",
            "actions = ",
            "actions = add  # ",
            "/counter",
            "actions must be a dict",
        ),
        (
            "routes/api/json/+server.py",
            "async def GET(",
            "raise SystemExit(3)\nasync def GET(",
            "/api/json",
            "SystemExit",
        ),
    ],
    ids=["syntax", "name", "option", "rule", "exit"],
)
def test_a_broken_route_explains_itself_and_the_others_serve(
    app: DevApp, file: str, old: str, new: str, path: str, said: str
) -> None:
    app.edit(file, old, new)
    try:
        until(lambda: said in http.get(app.url + path, headers=HTML).text, otherwise=app.server.log)
        page = http.get(app.url + path, headers=HTML)
        assert (page.status_code, f"src/{file}" in page.text) == (500, True)
        told = http.get(app.url + path, headers={"accept": "application/json"})
        assert said in told.text or "ModuleImportError" in told.text  # from the app's handle_error
        assert http.get(f"{app.url}/about").status_code == 200
        assert said in app.wait_for_log(said)
    finally:
        app.edit(file, new, old)
    app.wait_for(path)


def test_an_error_goes_when_any_file_mends_it(app: DevApp) -> None:
    """The app does not start because of a file that Python does not read."""
    app.write("lib/limit.js", "export const limit = ;\n")
    app.write(
        "routes/limited/+page.js", "import { limit } from '../../lib/limit.js';\nexport const ssr = !limit;\n"
    )
    app.write("routes/limited/+page.svelte", "<h1>limited</h1>\n")
    try:
        app.wait_for("/about", status=500)
        app.write("lib/limit.js", "export const limit = 3;\n")
        app.wait_for("/about")
    finally:
        app.remove("routes/limited")
        (app.root / "src" / "lib" / "limit.js").unlink()
    app.wait_for("/limited", status=404)


# -- who may ask, and for what ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:5173", 200),
        ("app.localhost", 200),
        ("127.0.0.1", 200),
        ("[::1]:80", 200),
        ("192.168.7.1", 200),
        ("evil.example", 403),
        ("localhost.evil.example", 403),
        ("127.0.0.1.evil.example:5173", 403),
        ("[evil]", 403),
    ],
)
@pytest.mark.parametrize(
    "path", ["/about", "/items/1/__data.json", "/api/json", "/robots.txt", "/@vite/client"]
)
def test_hosts(app: DevApp, path: str, host: str, status: int) -> None:
    answer = http.get(app.url + path, headers={"host": host})
    assert answer.status_code == status
    assert (status == 200) or "server: { allowedHosts: [" in answer.text


def test_actions_of_other_hosts_do_not_run(app: DevApp) -> None:
    answer = http.post(f"{app.url}/counter?/add", data={"by": "3"}, headers={"host": "evil.example"})
    assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)


HOOKS = "src/hooks.server.py"
PRIVATE = ("src/store.db", "src/store.sqlite3-wal", "src/.env", "src/notes.ipynb", "src/lib/pyproject.toml")
QUERIES = (
    *(
        "",
        "?raw",
        "?url",
        "?import",
        "?inline",
        "?init",
        "?worker",
        "?raw&import",
        "?import&raw",
        "?raw??",
        "?",
    ),
    *("?raw&url", "?.svelte", "?svelte&type=style", "?v=1", "?t=1", "?html-proxy", "?commonjs-proxy", "#x"),
    *(
        "?import&raw??",
        "?.svg?.wasm?init",
        "?meteor=\\x00",
        "?x=/@vite/client",
        "%3Fraw",
        "%00",
        "%20",
        "/",
        ".",
    ),
)
PREFIXES = (
    "/",
    "//",
    "/./",
    "/x/../",
    "/src/../",
    "/%2e/",
    "/x/%2e%2e/",
    "/@id/",
    "/@id/__x00__",
    "/%2F",
    "/\\",
)


VITE = "Vite, at port "


def spellings(app: DevApp) -> list[str]:
    root = app.root.as_posix()
    upper = HOOKS.removesuffix(".py") + ".PY"
    found = [f"/{HOOKS}{query}" for query in QUERIES]
    found += [f"{prefix}{HOOKS}{query}" for prefix in PREFIXES for query in ("", "?raw", "?import&raw")]
    found += [
        f"{way}{root}/{HOOKS}{query}"
        for way in ("/@fs", "/@fs/", "/@id", "/@id/", "/@id/__x00__", "/@FS")
        for query in ("", "?raw", "?url", "?import&raw??")
    ]
    found += [f"/{file}{query}" for file in PRIVATE for query in ("", "?raw", "?url&inline", "?import")]
    found += [f"/{upper}{query}" for query in ("", "?raw", "?import&raw")]
    found += ["/src/hooks%2eserver%2epy", "/src/hooks.server.p%79?raw", "/src/hooks%252eserver.py?raw"]
    found += ["/src%5Chooks.server.py", "/src/hooks.server.py::$DATA", "/src/hooks.server.py.map"]
    found += [f"/@fs{root}/src/%2e%2e/{name}?raw" for name in ("pyproject.toml", ".env", "tests/x.py")]
    return [
        *found,
        "/src/routes/%2Bpage.server.py?raw",
        "/src/routes/+page.server.py?import",
        "/.git/config?raw",
    ]


@pytest.mark.parametrize("every", [3, pytest.param(1, marks=pytest.mark.long)])
def test_no_source_and_no_secret_is_served(app: DevApp, every: int) -> None:
    """Neither by Python nor by Vite itself, however it is spelled."""
    for file in PRIVATE:
        (app.root / file).parent.mkdir(exist_ok=True)
        (app.root / file).write_text("sesame")
    secrets = ("Vector", "sesame", "ServerLoadEvent", "async def", *map(repr, ("handle_fetch",)))
    until(lambda: VITE in app.server.log(), otherwise=app.server.log)  # said once the first page can be asked
    vite = f"http://127.0.0.1:{app.server.log().partition(VITE)[2].partition(',')[0]}"
    try:
        asked = spellings(app)[::every]
        assert len(asked) * every > 100
        for door in (app.url, vite):
            served = [path for path in asked if any(one in raw(door, path) for one in secrets)]
            assert not served
        assert "createHotContext" in http.get(f"{vite}/@vite/client").text
    finally:
        for file in PRIVATE:
            (app.root / file).unlink()


def raw(door: str, path: str) -> str:
    """The answer to a path that no client tidies up."""
    address = urlsplit(door)
    assert address.hostname is not None
    assert address.port is not None
    with closing(HTTPConnection(address.hostname, address.port, timeout=PATIENCE)) as connection:
        connection.putrequest("GET", path, skip_accept_encoding=True)
        connection.endheaders()
        return connection.getresponse().read().decode("utf-8", "replace")
