"""`guard.py`: every door of a folder, in one place. A copy of the basics app gets guards after its build."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from lissome.app import create_app
from lissome.errors import AppError
from lissome.server.startup.access_guards import AccessGuard, find_guards, require_load
from lissome.server.startup.modules import Modules
from support.asgi import Client, started

# Who says `pass` in a header may come in; others are sent to the door, or told what they are.
GUARD = """
from lissome import RequestEvent, error, redirect

async def guard(event: RequestEvent) -> None:
    match event.request.headers.get("x-key"):
        case "pass":
            return
        case "teapot":
            error(418, "no coffee here")
        case "broken":
            raise RuntimeError("secret of the guard")
        case _:
            event.cookies.set("refused", "yes")
            redirect(303, "/about")
"""
DOORS = ("/items/1", "/counter", "/api/json", "/types")
HTML = {"accept": "text/html"}


@pytest.fixture(scope="module")
def guarded(built_app: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("guarded") / "app"
    shutil.copytree(built_app("basics"), root, symlinks=True, ignore=shutil.ignore_patterns("node_modules"))
    for folder in ("items/[id]", "counter", "api", "types"):
        (root / "src/routes" / folder / "guard.py").write_text(GUARD)
    return root


@pytest.fixture(scope="module")
async def visitor(guarded: Path) -> AsyncIterator[Client]:
    async with started(create_app(guarded)) as client:
        yield client


@pytest.fixture(autouse=True)
def forget_cookies(visitor: Client) -> None:
    visitor.cookies.clear()


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "QUERY"])
async def test_every_method_of_every_door_is_guarded(visitor: Client, door: str, method: str) -> None:
    headers = {**HTML, "origin": "http://localhost", "content-type": "application/x-www-form-urlencoded"}
    answer = await visitor.send(door, method=method, headers=headers)
    assert (answer.status, answer.header("location"), answer.body) == (303, "/about", b"")
    assert "refused=yes" in (answer.header("set-cookie") or "")
    passed = await visitor.send(door, method=method, headers={**headers, "x-key": "pass"})
    assert (passed.status, passed.header("location")) != (303, "/about")


@pytest.mark.parametrize("door", [door for door in DOORS if not door.startswith("/api")])
async def test_data_requests_are_guarded_whatever_they_skip(visitor: Client, door: str) -> None:
    for mask in (None, "000", "111"):
        answer = await visitor.data(door, mask)
        assert answer.json() == {"type": "redirect", "status": 303, "location": "/about"}


async def test_actions_of_the_client_get_their_redirect(visitor: Client) -> None:
    answer = await visitor.post("/counter", {}, accept="application/json")
    assert answer.json() == {"type": "redirect", "status": 303, "location": "/about"}


async def test_requests_of_other_pages_are_guarded(visitor: Client) -> None:
    """`event.fetch` has no back door: /items/1 may be seen, but not what it fetches."""
    answer = await visitor.send("/items/1", headers={**HTML, "x-key": "pass"})
    assert '"body":"{\\"stock' not in answer.text


async def test_a_refusal_is_shown_on_the_error_page_above(visitor: Client) -> None:
    answer = await visitor.send("/items/1", headers={**HTML, "x-key": "teapot"})
    assert answer.status == 418
    assert 'id="items-error">no coffee here</p>' in answer.text


async def test_a_refusal_is_told_in_the_way_that_was_asked_for(visitor: Client) -> None:
    key = {"x-key": "teapot"}
    api = await visitor.send("/api/json", headers={"accept": "application/json", **key})
    assert (api.status, api.json()) == (418, {"status": 418, "message": "no coffee here"})
    data = await visitor.send("/items/1/__data.json", headers=key)
    assert (data.status, data.json()["message"]) == (418, "no coffee here")
    action = await visitor.post("/counter", {}, accept="application/json", x_key="teapot")
    assert (action.status, action.json()["type"]) == (418, "error")


async def test_a_broken_guard_lets_nobody_in(visitor: Client) -> None:
    for door in DOORS:
        answer = await visitor.send(door, headers={**HTML, "x-key": "broken"})
        assert answer.status == 500
        assert "secret" not in answer.text


async def test_the_client_asks_at_every_navigation(visitor: Client) -> None:
    answer = await visitor.send("/items/1/__data.json", headers={"x-key": "pass"})
    assert answer.json()["nodes"][-1]["uses"]["url"] == 1


async def test_other_folders_stay_open(visitor: Client) -> None:
    assert (await visitor.send("/about", headers=HTML)).status == 200


async def test_a_guard_of_the_root_stands_before_missing_pages_too(guarded: Path, tmp_path: Path) -> None:
    root = tmp_path / "app"
    shutil.copytree(guarded, root, symlinks=True)
    (root / "src/routes/guard.py").write_text(GUARD.replace("/about", "/door"))
    async with started(create_app(root)) as visitor:
        for path in ("/about", "/missing", "/%ff"):
            answer = await visitor.send(path, headers=HTML)
            assert (answer.status, answer.header("location")) == (303, "/door")
        data = await visitor.data("/missing", "1")
        assert data.json() == {"type": "redirect", "status": 303, "location": "/door"}
        teapot = await visitor.send("/about", headers={**HTML, "x-key": "teapot"})
        assert teapot.status == 418
        assert "kit.start" not in teapot.text  # even the root layout is behind the guard
        assert (await visitor.send("/robots.txt")).status == 200


def test_a_guard_needs_its_function(tmp_path: Path) -> None:
    (tmp_path / "src/routes").mkdir(parents=True)
    (tmp_path / "src/routes/guard.py").touch()
    with pytest.raises(AppError, match="has no function `guard`"):
        find_guards("/", Modules(tmp_path))


def test_a_guarded_page_needs_a_load_below_its_innermost_guard() -> None:
    guards = [AccessGuard("src/routes", print), AccessGuard("src/routes/(app)", print)]
    require_load("/(app)/x", guards, [None, "src/routes/(app)/+layout.server.py", None])
    require_load("/(app)/x", [], [None])
    with pytest.raises(AppError, match=r"\+page.server.py"):
        require_load("/(app)/x", guards, ["src/routes/+layout.server.py", None])
