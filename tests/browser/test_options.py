"""The official client below a base path, with routes that only the server knows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support.hydration import hydrated, is_same_document

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from conftest import NewPage, Serve
    from support.console import Console
    from support.server import Server


@pytest.fixture(scope="module")
def options(serve: Serve, built_app: Callable[[str], Path]) -> Iterator[Server]:
    """tests/apps/options, served."""
    env = {"GREETING": "Grüß Gott", "SECRET": "long enough", "RATE": "2"}
    with serve(built_app("options"), env=env, probe="/app/_app/version.json") as server:
        yield server


@pytest.fixture
def home(options: Server, new_page: NewPage) -> Page:
    """The home page, hydrated."""
    page = new_page(base_url=options.url)
    page.goto("/app/")
    hydrated(page)
    return page


def test_navigation(home: Page) -> None:
    home.get_by_role("link", name="Item 12").click()
    home.get_by_role("heading", name="Item 12, then 13").wait_for()
    assert home.locator("#params").inner_text() == "number 12"
    assert home.locator("h1").evaluate("node => getComputedStyle(node).marginLeft") == "3px"
    home.get_by_role("link", name="Files").click()
    home.get_by_role("heading", name="File a/b").wait_for()
    assert home.url.endswith("/app/files/a/b")
    home.go_back()
    home.get_by_role("heading", name="Item 12, then 13").wait_for()
    assert is_same_document(home)


def test_the_server_reroutes(home: Page) -> None:
    home.get_by_role("link", name="Über uns").click()
    home.get_by_role("heading", name="About /app/ueber-uns/").wait_for()
    assert is_same_document(home)


def test_a_path_without_a_route(home: Page, console: Console) -> None:
    """The browser asks the server for the page, as for any link that leads out of the app."""
    home.get_by_role("link", name="Nowhere").click()
    home.get_by_role("heading", name="404 Not Found").wait_for()
    assert not is_same_document(home)
    console.take_statuses()


def test_preloading_by_route_id(home: Page) -> None:
    with home.expect_request("**/app/_app/routes/items/**/__route.js"):
        home.get_by_role("button", name="Preload").click()
    home.get_by_text("done").wait_for()


def test_public_variables(home: Page) -> None:
    assert home.locator("h1").inner_text() == "Grüß Gott"
    assert home.locator("#env").inner_text() == "number 2 teal 2 11"
