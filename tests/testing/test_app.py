"""An app in the process of its test: users, data, actions, pages, injected locals."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from lissome.app import create_app
from lissome.errors import ManifestError
from lissome.testing import AppUnderTest, StateGuard, UnexpectedResponse, open_app
from lissome.testing.fresh_modules import fresh_modules
from support.asgi import started

pytestmark = [pytest.mark.node, pytest.mark.timeout(600)]  # the first one builds the app


@pytest.fixture
async def basics(built_app: Callable[[str], Path]) -> AsyncIterator[AppUnderTest]:
    async with open_app(built_app("basics")) as app:
        yield app


async def test_a_page(basics: AppUnderTest) -> None:
    page = await basics.user().page("/about")
    assert (page.status, page.path) == (200, "/about")
    assert "<script" in page.html
    assert "import(" not in page.text


async def test_data_with_streamed_values(basics: AppUnderTest) -> None:
    data = await basics.user().data("/stream")
    assert data, "the page's own data and the layout's"
    assert all(value is not None for name, value in data.items() if name != "user")


async def test_data_that_is_not_there(basics: AppUnderTest) -> None:
    with pytest.raises(UnexpectedResponse, match=r"GET /nowhere/__data\.json -> 404") as caught:
        await basics.user().data("/nowhere")
    assert caught.value.response.status_code == 404


async def test_an_action_that_is_not_there(basics: AppUnderTest) -> None:
    with pytest.raises(UnexpectedResponse):
        await basics.user().post_action("/api/json")


async def test_users_have_cookies_of_their_own(small_leaky_app: Path) -> None:
    async with open_app(small_leaky_app) as app:
        ann, bob = app.user("ann"), app.user("bob")
        await ann.submit("/default-action", {"text": "ann"})
        assert dict(ann.cookies) == {"user": "ann"}
        assert dict(bob.cookies) == {}


async def test_injected_locals_win_over_the_apps(small_leaky_app: Path) -> None:
    async with open_app(small_leaky_app, locals_for=lambda name: {"user": name}) as app:
        assert (await app.user("ann").data("/module-state"))["name"] == "ann"
        assert (await app.user("bob").data("/module-state"))["name"] == "bob"


async def test_each_opening_imports_anew(small_leaky_app: Path) -> None:
    for name in ("ann", "bob"):
        async with open_app(small_leaky_app) as app:
            user = app.user(name)
            await user.submit("/default-action", {"text": name})
            assert (await user.get("/api/json")).json() == {"as": name}  # kept from the first request on
    assert "lib.server.leaks.lazy_client" not in sys.modules


async def test_an_app_that_is_not_built(tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match="lissome build"):
        async with open_app(tmp_path):
            pass


async def test_a_guard_that_fails_is_no_good_news(
    built_app: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(guard: StateGuard, event: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(StateGuard, "end", broken)
    with pytest.raises(ExceptionGroup, match="the state guard itself failed") as caught:
        async with open_app(built_app("basics")) as app:
            await app.user().page("/about")
    assert isinstance(caught.value.exceptions[0], ZeroDivisionError)


async def test_a_guard_observes_an_app_by_itself(small_leaky_app: Path) -> None:
    guard = StateGuard(small_leaky_app)
    with fresh_modules(small_leaky_app), guard.installed():
        app = create_app(small_leaky_app)
        guard.observe(app)
        async with started(app) as client:
            client.cookies["user"] = "mara-4711"
            assert (await client.send("/api/json")).status == 200
    assert {finding.file for finding in guard.findings} == {"src/lib/server/leaks/lazy_client.py"}


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/counter?/ad", 'the page /counter has no action "ad"; there are "add", "reset"'),
        ("/counter", 'the page /counter has no action "default"; there are "add", "reset"'),
        ("/about", "the page /about has no actions; write `actions` in its +page.server.py"),
        ("/nowhere?/add", "no route matches /nowhere; `lissome routes` lists them"),
    ],
)
async def test_an_action_that_is_misspelled(basics: AppUnderTest, path: str, said: str) -> None:
    user = basics.user()
    for post in (user.submit, user.post_action):
        with pytest.raises(UnexpectedResponse) as caught:
            await post(path, {"by": "1"})
        assert str(caught.value) == said
    assert (await user.submit("/counter?/add", {})).status == 200
