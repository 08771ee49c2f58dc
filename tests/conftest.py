"""Fixtures for all tests.

Async tests run on asyncio through anyio's pytest plugin, without a marker. Playwright's sync API keeps an
event loop running in the main thread from its first use on; so browser tests come last, and none is async.
"""

from __future__ import annotations

import functools
import gc
import itertools
import os
import signal
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import httpx
import hypothesis
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from py_mini_racer import init_mini_racer

from lissome.build.node import find_node
from lissome.ssr.v8_flags import V8_FLAGS
from support.apps import BUILDS, Apps
from support.browser import MISSING, find_browser, is_required, launch
from support.console import Console
from support.kit import Kit
from support.kit import running as running_kit
from support.redis import MISSING as MISSING_REDIS
from support.redis import find_redis
from support.redis import running as running_redis
from support.server import Server, running
from support.small_leaky_app import make_small_leaky_app

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

pytest_plugins = ["support.parallel"]

REPO = Path(__file__).resolve().parent.parent

# A busy machine is no failure; pytest's own timeout catches real hangs. CI tries the same examples each time.
hypothesis.settings.register_profile("lissome", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("lissome")

BROWSER_MILLISECONDS = 60_000
expect.set_options(timeout=BROWSER_MILLISECONDS)


class Serve(Protocol):
    """The type of the `serve` fixture."""

    def __call__(self, app_dir: Path, **options: Any) -> AbstractContextManager[Server]: ...


class NewPage(Protocol):
    """The type of the `new_page` fixture."""

    def __call__(self, **context_options: Any) -> Page: ...


def pytest_configure() -> None:
    """Start V8 as lissome does; and let Ctrl-C reach what tests start, also in a script's background.

    V8 has the flags of the first who starts it. A shell without job control has its background commands
    ignore SIGINT, and their children inherit that.
    """
    init_mini_racer(flags=V8_FLAGS, ignore_duplicate_init=True)
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a browser or Node, by its fixtures of these names, and run browser tests last."""
    for item in items:
        for name in {"browser", "node"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(name)
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Collect no garbage while tests are collected, and none of what that has made: it lives for ever.

    Some tests collect garbage, and all of them wait for that.
    """
    gc.disable()
    result = yield
    gc.collect()
    gc.freeze()
    gc.enable()
    return result


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session", autouse=True)
def certificates_read_once() -> Iterator[None]:
    """Let all apps of a process share what each reads when it starts: the certificates of all authorities."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(httpx, "create_ssl_context", functools.cache(httpx.create_ssl_context))
        yield


@pytest.fixture(scope="session")
def repo() -> Path:
    """The root of this repository."""
    return REPO


@pytest.fixture(scope="session")
def apps(tmp_path_factory: pytest.TempPathFactory, node: Path) -> Iterator[Apps]:
    """The fixture apps; for tests that change an app's files: ``apps.copy("basics", to="broken")``."""
    yield Apps(sources=REPO / "tests" / "apps", target=tmp_path_factory.mktemp("apps"))
    assert BUILDS.take_changed() == [], "built apps are shared, and kept: change a copy"


@pytest.fixture(scope="session")
def node() -> Path:
    """The Node executable that builds use."""
    return find_node().binary


@pytest.fixture(scope="session")
def built_app(apps: Apps) -> Callable[[str], Path]:
    """``built_app("basics")`` is the folder of tests/apps/basics, built; shared, so read-only."""
    return apps.built


@pytest.fixture(scope="session")
def small_leaky_app(built_app: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built app with a login and two leaks, which is quickly opened: `support.small_leaky_app`."""
    return make_small_leaky_app(built_app("basics"), tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="session")
def workspace_app(apps: Apps, repo: Path) -> Path:
    """A built copy of examples/workspace."""
    return replace(apps, sources=repo / "examples").built("workspace")


@pytest.fixture(scope="session")
def kit(node: Path, built_app: Callable[[str], Path]) -> Iterator[Kit]:
    """SvelteKit's own functions, to compare with: ``kit.call("negotiate", "*/*", ["text/html"])``."""
    with running_kit(node, built_app("basics") / "node_modules" / "@sveltejs" / "kit") as kit:
        yield kit


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Serve:
    """`lissome serve` for a block, ``with serve(app_dir, workers=2) as server``: `support.server.running`."""
    logs = tmp_path_factory.mktemp("logs")
    numbers = itertools.count(1)

    def serve(app_dir: Path, **options: Any) -> AbstractContextManager[Server]:
        return running(app_dir, log_file=logs / f"{next(numbers)}-{app_dir.name}.log", **options)

    return serve


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium or Chrome. Where there is none: a failure in CI, a skip elsewhere."""
    path = find_browser()
    if path is None:
        (pytest.fail if is_required() else pytest.skip)(MISSING)
    with sync_playwright() as playwright:
        browser = launch(playwright, path)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Redis or Valkey server, empty at first. Where there is none: a failure in CI, a skip elsewhere."""
    path = find_redis()
    if path is None:
        (pytest.fail if is_required() else pytest.skip)(MISSING_REDIS)
    with running_redis(path, tmp_path_factory.mktemp("redis")) as url:
        yield url


@pytest.fixture
def console() -> Console:
    """What the pages of this test wrote to the console."""
    return Console()


@pytest.fixture
def new_page(browser: Browser, console: Console) -> Iterator[NewPage]:
    """``new_page(java_script_enabled=False)``: a page in a context of its own, so with its own cookies."""
    contexts = []

    def new_page(**context_options: Any) -> Page:
        context = browser.new_context(**context_options)
        context.set_default_timeout(BROWSER_MILLISECONDS)
        contexts.append(context)
        page = context.new_page()
        console.listen(page)
        return page

    yield new_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """A page in a fresh context; the `console` fixture knows what it said."""
    return new_page()
