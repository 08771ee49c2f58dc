"""Apps of other frameworks below a path of lissome's, in one server: `[tool.lissome.mount]`."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from fastapi import FastAPI

from lissome import RequestEvent, Resolve, Response
from lissome.manifest import load_manifest
from lissome.server.startup.mounts import load_mounts
from lissome.settings import Settings
from lissome.testing import AppUnderTest, User, open_app
from side_by_side import django_app, fastapi_app, litestar_app
from support.asgi import Client
from support.documents import module_of

APPS = (
    "/fast=side_by_side.fastapi_app:app, /lite=side_by_side.litestar_app:app, "
    "/site=side_by_side.django_app:app"
)


@pytest.fixture
async def app(
    built_app: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[AppUnderTest]:
    monkeypatch.setenv("LISSOME_MOUNT", APPS)
    fastapi_app.calls.clear()
    litestar_app.calls.clear()
    async with open_app(built_app("basics")) as app:
        await asyncio.to_thread(django_app.make_tables)
        yield app


@pytest.fixture
def user(app: AppUnderTest) -> User:
    return app.user("ann")


async def during_a_request(app: AppUnderTest, user: User, answer: Callable[[RequestEvent], Any]) -> Any:
    """Return what a function makes of the event of a page's request."""
    answers: list[Any] = []

    async def handle(event: RequestEvent, resolve: Resolve) -> Response:
        answers.append(await answer(event))
        return await resolve(event)

    app.runtime.hooks = replace(app.runtime.hooks, handle=handle)
    assert (await user.get("/about")).status_code == 200
    return answers.pop()


async def test_fastapi(user: User) -> None:
    notes = await user.get("/fast/notes?x=1")
    assert notes.json() == {
        "pool": "a pool",  # of its lifespan, by a dependency
        "url": "http://localhost/fast/notes?x=1",
        "client": "203.0.113.7",
        "user": None,
    }
    assert "url: '/fast/openapi.json'" in (await user.get("/fast/docs")).text
    assert (await user.get("/fast/openapi.json")).json()["servers"] == [{"url": "/fast"}]
    assert (await user.get("/fast/stream")).text == "one two"
    assert (await user.get("/fast/nowhere")).json() == {"detail": "Not Found"}
    assert (await user.post("/fast/notes", json={"text": 1})).status_code == 422


async def test_requests_are_untouched(app: AppUnderTest, user: User) -> None:
    sent = await user.post("/fast/notes", json={"text": "hi"}, headers={"origin": "https://other.example"})
    assert sent.status_code == 201  # CSRF is its own affair
    form = {"content-type": "text/plain", "origin": "https://other.example"}
    large = b"x" * (app.runtime.settings.body_size_limit + 1)
    assert (await user.post("/fast/upload", content=large, headers=form)).json() == len(large)
    assert not app.findings


async def test_litestar(user: User) -> None:
    assert (await user.get("/lite/")).text == "the index"
    note = await user.get("/lite/notes/3?x=1", headers={"cookie": "theme=dark"})
    assert note.json() == {
        "number": 3,
        "pool": "a pool",
        "url": "http://localhost/lite/notes/3?x=1",
        "cookies": {"theme": "dark"},
    }


async def test_django(user: User) -> None:
    assert (await user.get("/site/me")).json()["here"] == "/site/me"
    assert (await user.get("/site/admin/")).headers["location"] == "/site/admin/login/?next=/site/admin/"
    login = await user.get("/site/admin/login/")
    assert 'href="/site/static/admin/css/base.css"' in login.text
    assert "DJANGO" in (await user.get("/site/static/admin/css/base.css")).text
    token = login.cookies["csrftoken"]
    form = {"username": "ann", "password": "quiet-harbour", "csrfmiddlewaretoken": token}
    assert (await user.post("/site/admin/login/?next=/site/admin/", data=form)).status_code == 302
    assert "Site administration" in (await user.get("/site/admin/")).text
    assert (await user.get("/site/me")).json()["user"] == "ann"


async def test_lifespans(built_app: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LISSOME_MOUNT", APPS)
    for module in (fastapi_app, litestar_app):
        module.calls.clear()
    async with open_app(built_app("basics")):
        assert fastapi_app.calls == litestar_app.calls == ["start"]
    assert fastapi_app.calls == litestar_app.calls == ["start", "end"]


async def test_slash_is_added(user: User) -> None:
    answer = await user.get("/lite?x=1&y=%C3%A9")
    assert (answer.status_code, answer.headers["location"]) == (307, "/lite/?x=1&y=%C3%A9")


async def test_own_paths_are_kept(built_app: Callable[[str], Path]) -> None:
    """As a reverse proxy hands them on; the app has two paths, and one lifespan."""
    kept = {
        path: {"app": "side_by_side.fastapi_app:app", "keep_path": True}
        for path in ("/notes", "/openapi.json")
    }
    root = built_app("basics")
    manifest = load_manifest(root / "build" / "manifest.json")
    mounts = load_mounts(root, Settings.model_validate({"mount": kept}), manifest)
    assert mounts is not None
    fastapi_app.calls.clear()
    async with mounts.lifespan():
        assert fastapi_app.calls == ["start"]
        for path in kept:
            mounted = mounts.find(path)
            assert mounted is not None
            assert (await Client(mounted).send(path)).status == 200  # type: ignore[arg-type]  # it is ASGI


async def test_fetch_with_cookies(app: AppUnderTest, user: User) -> None:
    async def answer(event: RequestEvent) -> Any:
        await event.fetch("/fast/sign-in", method="POST")  # sets the cookie, here and in the browser
        notes = await event.fetch("/fast/notes")
        added = await event.fetch("/fast/notes", method="POST", json={"text": "fetched"})
        return [notes.json()["user"], added.status_code, added.json()]

    assert await during_a_request(app, user, answer) == ["ann", 201, {"text": "fetched"}]
    assert fastapi_app.calls == ["start", "fetched"]
    assert (await user.get("/fast/notes")).json()["user"] == "ann"


async def test_fetch_sends_forms(app: AppUnderTest, user: User) -> None:
    async def answer(event: RequestEvent) -> Any:
        part = {"name": (None, "ann")}
        signed_in = await event.fetch("/site/sign-in", method="POST", files=part)
        me = await event.fetch("/site/me")
        return [signed_in.status_code, me.json()["user"]]

    assert await during_a_request(app, user, answer) == [200, "ann"]


async def test_fetch_of_what_fails(app: AppUnderTest, user: User, caplog: pytest.LogCaptureFixture) -> None:
    async def answer(event: RequestEvent) -> Any:
        broken = await event.fetch("/fast/broken")
        return [broken.status_code, broken.text, (await event.fetch("/fast/nowhere")).status_code]

    assert await during_a_request(app, user, answer) == [500, "Internal Server Error", 404]
    (logged,) = [record for record in caplog.records if record.name == "lissome.server"]
    assert logged.message == "GET /fast/broken failed"
    assert "out of ink" in str(logged.exc_info)


async def test_websocket(app: AppUnderTest) -> None:
    sent: list[dict[str, Any]] = []
    received = iter([{"type": "websocket.connect"}, {"type": "websocket.receive", "text": "hi"}])

    async def receive() -> Any:
        return next(received)

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "websocket", "path": "/fast/echo", "headers": [], "scheme": "ws", "query_string": b""}
    await app.asgi(scope, receive, send)
    assert [message["type"] for message in sent] == ["websocket.accept", "websocket.send", "websocket.close"]
    assert sent[1]["text"] == "/fast/echo: hi"


async def test_trusted_proxies(built_app: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LISSOME_MOUNT", APPS)
    monkeypatch.setenv("LISSOME_TRUSTED_PROXIES", "203.0.113.7")
    forwarded = {"x-forwarded-for": "198.51.100.2", "x-forwarded-proto": "https"}
    async with open_app(built_app("basics")) as app:
        notes = (await app.user().get("/fast/notes", headers=forwarded)).json()
    assert (notes["client"], notes["url"]) == ("198.51.100.2", "https://localhost/fast/notes")


async def test_security_headers(built_app: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LISSOME_MOUNT", APPS)
    monkeypatch.setenv("LISSOME_SECURITY_HEADERS", "1")
    async with open_app(built_app("basics")) as app:
        assert (await app.user().get("/lite/")).headers["x-content-type-options"] == "nosniff"


async def test_an_unmounted_app_hides_nothing(app: AppUnderTest, user: User) -> None:
    assert (await user.get("/lites")).status_code == 404
    assert "about</h1>" in (await user.get("/about")).text


async def test_starlettes_session_in_lissome(
    app: AppUnderTest, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    backend: Any = ModuleType("backend.main")
    backend.SECRET_KEY = fastapi_app.SECRET
    monkeypatch.setitem(sys.modules, "backend", ModuleType("backend"))
    monkeypatch.setitem(sys.modules, "backend.main", backend)
    session_of = module_of("side-by-side", "session_of")["session_of"]

    async def answer(event: RequestEvent) -> Any:
        return session_of(event)

    assert await during_a_request(app, user, answer) == {}
    await user.post("/fast/sign-in")
    assert await during_a_request(app, user, answer) == {"user": "ann"}
    user.cookies.set("session", "forged.forged.forged")
    assert await during_a_request(app, app.user(), answer) == {}


async def test_djangos_session_in_lissome(app: AppUnderTest, user: User) -> None:
    handle = module_of("side-by-side", "aget_user")["handle"]
    seen: list[Any] = []

    async def observed(event: RequestEvent, resolve: Resolve) -> Response:
        async def noted(event: RequestEvent) -> Response:
            user = event.locals.user
            seen.append(user and [user.get_username(), await type(user).objects.acount()])
            return await resolve(event)

        response: Response = await handle(event, noted)
        return response

    app.runtime.hooks = replace(app.runtime.hooks, handle=observed)
    await user.get("/about")
    await user.post("/site/sign-in", data={"name": "ann"})
    await user.get("/about")
    await app.user("another").get("/about")
    assert seen == [None, ["ann", 1], None]


async def test_lissomes_session_in_fastapi(monkeypatch: pytest.MonkeyPatch) -> None:
    sessions: Any = ModuleType("backend.sessions")
    sessions.User = str

    async def user_of_token(token: str | None) -> str | None:
        return {"a-token": "ann"}.get(token or "")

    sessions.user_of_token = user_of_token
    monkeypatch.setitem(sys.modules, "backend", ModuleType("backend"))
    monkeypatch.setitem(sys.modules, "backend.sessions", sessions)
    api = FastAPI()
    api.get("/me")(_returns_user(module_of("side-by-side", "current_user")["CurrentUser"]))
    client = Client(api)  # type: ignore[arg-type]  # it is an ASGI application
    assert (await client.send("/me")).status == 401
    assert (await client.send("/me", headers=[("cookie", "session=a-token")])).json() == "ann"


def _returns_user(annotation: Any) -> Any:
    async def me(user: Any) -> Any:
        return user

    me.__annotations__["user"] = annotation
    return me
