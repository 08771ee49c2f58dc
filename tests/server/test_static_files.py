"""Static files over ASGI, and on granian where it matters."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import unquote

import httpx
import pytest
import xxhash
from starlette.types import Message, Receive, Scope, Send

from lissome.server.static_files import IMMUTABLE, Entry, StaticFiles, decoded
from support.static_folder import FILM, TYPES, make_static_folder


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return make_static_folder(tmp_path)


@pytest.fixture
def static(directory: Path) -> StaticFiles:
    return StaticFiles(directory, base="", app_dir="_app", mime_types=TYPES)


def as_app(static: StaticFiles) -> httpx.ASGITransport:
    """The files as an app of their own, which answers 404 to what is not there."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        entry = static.find(decoded(scope["raw_path"].decode("latin-1")))
        if entry is not None:
            await static.respond(entry, scope, receive, send)
            return
        await send({"type": "http.response.start", "status": 404, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    return httpx.ASGITransport(app)


@pytest.fixture
async def client(static: StaticFiles) -> AsyncIterator[httpx.AsyncClient]:
    # identity: httpx would otherwise ask for compressed content by itself
    headers = {"accept-encoding": "identity"}
    async with httpx.AsyncClient(
        transport=as_app(static), base_url="http://test", headers=headers, timeout=5
    ) as client:
        yield client


def entry(static: StaticFiles, path: str) -> Entry:
    found = static.find(decoded(path))
    assert found is not None
    return found


async def test_a_file_is_served_whole(client: httpx.AsyncClient) -> None:
    response = await client.get("/_app/version.json")
    assert response.status_code == 200
    assert response.content == b'{"version":"1"}'
    assert response.headers["content-type"] == "application/json"
    assert response.headers["content-length"] == "15"
    assert response.headers["accept-ranges"] == "bytes"


@pytest.mark.parametrize("range_header", [None, b"bytes=0-9"])
async def test_a_request_whose_body_breaks_off_is_answered(
    static: StaticFiles, range_header: bytes | None
) -> None:
    headers = [] if range_header is None else [(b"range", range_header)]
    scope = {"type": "http", "method": "GET", "path": "/LICENSE", "headers": headers}
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.disconnect"}  # what granian says then

    async def send(message: Message) -> None:
        sent.append(message)

    await static.respond(entry(static, "/LICENSE"), scope, receive, send)
    assert b"".join(message.get("body", b"") for message in sent) == b"free"


async def test_hashed_files_never_change_and_others_are_asked_for_again(client: httpx.AsyncClient) -> None:
    hashed = await client.get("/_app/immutable/entry/start.B1.js")
    assert hashed.headers["cache-control"] == IMMUTABLE
    for path in ("/_app/version.json", "/film.mp4"):
        headers = (await client.get(path)).headers
        # With a last-modified, but no cache-control, a browser would guess how long the file stays fresh.
        assert headers.get("cache-control") == ("no-cache" if path.endswith("version.json") else None)
        assert "last-modified" not in headers
        assert headers["etag"]


async def test_the_etag_is_strong_and_of_the_content(client: httpx.AsyncClient) -> None:
    response = await client.get("/film.mp4")
    assert response.headers["etag"] == f'"{xxhash.xxh3_64(FILM).hexdigest()}"'


async def test_the_same_build_has_the_same_etags_on_another_host(directory: Path) -> None:
    before = entry(StaticFiles(directory, base="", app_dir="_app"), "/film.mp4")
    os.utime(directory / "film.mp4", (0, 0))
    after = entry(StaticFiles(directory, base="", app_dir="_app"), "/film.mp4")
    assert before.plain.etag == after.plain.etag


@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        ("/_app/immutable/entry/start.B1.js", "text/javascript"),
        ("/film.mp4", "video/mp4"),
        ("/about.html", "text/html;charset=utf-8"),
        ("/two%20words%20%C3%A4.txt", "text/plain"),
        ("/LICENSE", None),
        ("/x.docx", None),
        ("/X.MP4", None),
    ],
)
async def test_content_types(client: httpx.AsyncClient, path: str, content_type: str | None) -> None:
    assert (await client.get(path)).headers.get("content-type") == content_type


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "",
        "/nothing",
        "/_app",
        "/_app/",
        "/film.mp4/",
        "film.mp4",
        "//film.mp4",
        "/../secret.txt",
        "/docs/../../secret.txt",
        "/docs/../film.mp4",
        "/..%2fsecret.txt",
        "/%2e%2e/secret.txt",
        "/..\\secret.txt",
        "/film.mp4\0",
        "/.env",
        "/.vite/manifest.json",
        "/deep/.git/config",
        "/deep/.well-known/x.txt",
        "/.dot",
        "/_app/version.json.gz",
        "/_app/immutable/entry/start.B1.js.br",
    ],
)
def test_everything_else_is_not_there(static: StaticFiles, path: str) -> None:
    assert static.find(decoded(path)) is None
    assert static.find(unquote(path)) is None


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("/50%.txt", b"half"),
        ("/50%25.txt", b"quarter"),
        ("/50%2525.txt", b"quarter"),
        ("/what%3F.txt", b"a question"),
        ("/a%23b.txt", b"hash"),
        ("/a&b;c@d.txt", b"reserved"),
        ("/a%26b;c@d.txt", None),
        ("/a&b%3Bc%40d.txt", None),
        ("/_app%2Fversion.json", None),
        ("/%5Fapp/version.json", b'{"version":"1"}'),
        ("/two%20words%20%c3%a4.txt", b"words"),
        ("/two+words+%C3%A4.txt", None),
    ],
)
def test_names_with_what_is_reserved(static: StaticFiles, path: str, content: bytes | None) -> None:
    found = static.find(decoded(path))
    assert (None if found is None else Path(found.plain.path).read_bytes()) == content


async def test_traversal_over_http_is_a_404(client: httpx.AsyncClient) -> None:
    for path in ("/..%2f..%2fsecret.txt", "/%2e%2e/%2e%2e/secret.txt", "/docs/..%2f..%2fsecret.txt"):
        assert (await client.get(path)).status_code == 404


def test_well_known_files_and_lone_archives_are_there(static: StaticFiles) -> None:
    assert static.find("/.well-known/security.txt")
    assert static.find("/.well-known/.deep/.hidden")
    assert static.find("/only.gz")


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("/about", "about.html"),
        ("/about/", "about.html"),
        ("/docs", "docs/index.html"),
        ("/docs/", "docs/index.html"),
    ],
)
def test_html_files_answer_for_their_folder(
    static: StaticFiles, directory: Path, path: str, file: str
) -> None:
    assert entry(static, path).plain.path == str(directory / file)


def test_base_is_in_front_of_every_path(directory: Path) -> None:
    static = StaticFiles(directory, base="/shop", app_dir="_app")
    assert static.find("/film.mp4") is None
    assert static.find("/shop/film.mp4")
    hashed = entry(static, "/shop/_app/immutable/entry/start.B1.js")
    assert hashed.plain.headers["cache-control"] == IMMUTABLE


def test_an_app_dir_of_another_name(directory: Path) -> None:
    static = StaticFiles(directory, base="", app_dir="other")
    assert "cache-control" not in entry(static, "/_app/immutable/entry/start.B1.js").plain.headers


def test_a_missing_directory_has_no_files(tmp_path: Path) -> None:
    assert StaticFiles(tmp_path / "none", base="", app_dir="_app").find("/") is None


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("GZIP", "gzip"),
        ("br;q=0.5, gzip;q=0.8", "gzip"),
        ("br;q=0.8, gzip;q=0.8", "br"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0, gzip;q=0", None),
        ("*", "br"),
        ("*;q=0", None),
        ("*, br;q=0", "gzip"),
        ("gzip ; q=0.1", "gzip"),
        ("br;q=nonsense", None),
        ("identity", None),
        ("zstd", None),
        ("", None),
        (None, None),
    ],
)
def test_the_variant_that_the_client_prefers(
    static: StaticFiles, accepted: str | None, encoding: str | None
) -> None:
    chosen = entry(static, "/_app/immutable/entry/start.B1.js").choose(accepted)
    assert chosen.headers.get("content-encoding") == encoding


async def test_a_compressed_variant_is_its_own_representation(client: httpx.AsyncClient) -> None:
    path = "/_app/immutable/entry/start.B1.js"
    plain = await client.get(path)
    async with client.stream("GET", path, headers={"accept-encoding": "br"}) as brotli:
        content = b"".join([piece async for piece in brotli.aiter_raw()])
    assert content == b"brotli"
    assert brotli.headers["content-encoding"] == "br"
    assert brotli.headers["content-type"] == "text/javascript"
    assert brotli.headers["content-length"] == "6"
    assert brotli.headers["etag"] == plain.headers["etag"][:-1] + '.br"'
    assert plain.headers["vary"] == brotli.headers["vary"] == "Accept-Encoding"


async def test_a_file_without_variants_does_not_vary(client: httpx.AsyncClient) -> None:
    assert "vary" not in (await client.get("/film.mp4", headers={"accept-encoding": "br"})).headers


async def test_a_known_etag_gets_304(client: httpx.AsyncClient) -> None:
    path = "/_app/immutable/entry/start.B1.js"
    etag = (await client.get(path)).headers["etag"]
    for value in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        response = await client.get(path, headers={"if-none-match": value})
        assert (response.status_code, response.content) == (304, b"")
        assert response.headers["etag"] == etag
        assert response.headers["cache-control"] == IMMUTABLE
        assert response.headers["vary"] == "Accept-Encoding"
        assert "content-type" not in response.headers


async def test_the_etag_of_another_variant_is_not_current(client: httpx.AsyncClient) -> None:
    path = "/_app/immutable/entry/start.B1.js"
    etag = (await client.get(path)).headers["etag"]
    headers = {"if-none-match": etag, "accept-encoding": "gzip"}
    async with client.stream("GET", path, headers=headers) as response:
        assert response.status_code == 200


@pytest.mark.parametrize(
    ("value", "status", "first", "last"),
    [
        ("bytes=0-9", 206, 0, 9),
        ("bytes=0-0", 206, 0, 0),
        ("bytes=100-", 206, 100, len(FILM) - 1),
        ("bytes=-100", 206, len(FILM) - 100, len(FILM) - 1),
        ("bytes=0-99999999", 206, 0, len(FILM) - 1),
        ("bytes=-99999999", 206, 0, len(FILM) - 1),
        (f"bytes={'0' * 5000}5-6", 206, 5, 6),
        (f"bytes=5-{'9' * 5000}", 206, 5, len(FILM) - 1),
        (f"bytes=-{'9' * 5000}", 206, 0, len(FILM) - 1),
        # RFC 9110, 14.2: what is not supported is ignored
        ("BYTES=5-6", 200, 0, len(FILM) - 1),
        ("bytes=", 200, 0, len(FILM) - 1),
        ("bytes=-", 200, 0, len(FILM) - 1),
        ("bytes=a-b", 200, 0, len(FILM) - 1),
        ("bytes", 200, 0, len(FILM) - 1),
        ("lines=0-9", 200, 0, len(FILM) - 1),
        ("bytes=0-9,20-29", 200, 0, len(FILM) - 1),
        ("bytes=--5", 200, 0, len(FILM) - 1),
        ("bytes=0x1-5", 200, 0, len(FILM) - 1),
    ],
)
async def test_ranges(client: httpx.AsyncClient, value: str, status: int, first: int, last: int) -> None:
    response = await client.get("/film.mp4", headers={"range": value})
    assert response.status_code == status
    assert response.content == FILM[first : last + 1]
    assert response.headers["content-length"] == str(last - first + 1)
    expected = f"bytes {first}-{last}/{len(FILM)}" if status == 206 else None
    assert response.headers.get("content-range") == expected


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("/film.mp4", f"bytes={len(FILM)}-"),
        ("/film.mp4", f"bytes={'9' * 5000}-"),
        ("/film.mp4", "bytes=9-5"),
        ("/film.mp4", "bytes=-0"),
        ("/empty.txt", "bytes=0-0"),
        ("/empty.txt", "bytes=-5"),
    ],
)
async def test_a_range_beyond_the_end_is_416(client: httpx.AsyncClient, path: str, value: str) -> None:
    response = await client.get(path, headers={"range": value})
    size = len((await client.get(path)).content)
    assert (response.status_code, response.headers["content-range"]) == (416, f"bytes */{size}")
    assert response.headers.keys() == {"content-range", "content-length"}


async def test_if_range_continues_only_the_same_content(client: httpx.AsyncClient) -> None:
    etag = (await client.get("/film.mp4")).headers["etag"]
    statuses = {
        value: (await client.get("/film.mp4", headers={"range": "bytes=5-", "if-range": value})).status_code
        for value in (etag, '"older"', f"W/{etag}", "Wed, 21 Oct 2015 07:28:00 GMT")
    }
    assert list(statuses.values()) == [206, 200, 200, 200]


async def test_a_range_of_a_compressed_variant_counts_its_bytes(client: httpx.AsyncClient) -> None:
    headers = {"accept-encoding": "gzip", "range": "bytes=2-4"}
    path = "/_app/immutable/entry/start.B1.js"
    async with client.stream("GET", path, headers=headers) as response:
        content = b"".join([piece async for piece in response.aiter_raw()])
    assert (response.status_code, content) == (206, b"ipp")
    assert response.headers["content-range"] == "bytes 2-4/7"


@pytest.mark.parametrize("range_header", [{}, {"range": "bytes=0-9"}])
async def test_head_has_the_headers_of_get(client: httpx.AsyncClient, range_header: dict[str, str]) -> None:
    head = await client.head("/film.mp4", headers=range_header)
    get = await client.get("/film.mp4", headers=range_header)
    assert head.content == b""
    assert (head.status_code, head.headers) == (get.status_code, get.headers)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
async def test_other_methods_are_not_allowed(client: httpx.AsyncClient, method: str) -> None:
    response = await client.request(method, "/film.mp4")
    assert (response.status_code, response.headers["allow"]) == (405, "GET, HEAD")


async def test_the_server_sends_the_file_where_it_offers_to(static: StaticFiles) -> None:
    """Granian sends a path without Python's help: ten times the requests per second."""
    scope: Scope = {
        "type": "http",
        "method": "GET",
        "headers": [],
        "extensions": {"http.response.pathsend": {}},
    }
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        raise AssertionError("nothing to wait for")

    film = entry(static, "/film.mp4")
    await static.respond(film, scope, receive, send)
    assert [message["type"] for message in sent] == ["http.response.start", "http.response.pathsend"]
    assert sent[1]["path"] == film.plain.path
