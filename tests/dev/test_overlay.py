"""The overlay of `lissome dev`: what a request of the page has failed with, until it fails no more."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from dev.conftest import DevApp
from support import http

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Locator, Page

    from conftest import NewPage
    from dev.conftest import Open

pytestmark = [pytest.mark.node, pytest.mark.xdist_group("dev in a browser")]

LINKS = """
<a href="/failing/load">load</a> <a href="/failing/stream">streaming</a> <a href="/failing/data">data</a>
<a href="/about">about</a>
<button onclick={() => fetch('/failing/api')}>fetch</button>
<h1>links</h1>
"""
FILES = {
    "routes/failing/+page.svelte": LINKS.lstrip(),
    "routes/failing/load/+page.svelte": "<h1>loaded</h1>\n",
    "routes/failing/load/+page.server.py": """
        def load(event):
            profile = {"token": "s3cret", "names": ["Ada"]}
            return {"name": profile["nickname"]}
    """,
    "routes/failing/stream/+page.svelte": "<h1>streaming</h1>\n",
    "routes/failing/stream/+page.server.py": """
        async def count():
            return 1 / 0


        def load(event):
            return {"later": count()}
    """,
    "routes/failing/data/+page.svelte": """
        <script>
            let { data } = $props();
        </script>

        <h1>{data.user.name.toUpperCase()}</h1>
    """,
    "routes/failing/data/+page.server.py": """
        def load(event):
            return {"user": {}}
    """,
    "routes/failing/api/+server.py": """
        def GET(event):
            return None.anything
    """,
}


@pytest.fixture(scope="module")
def failing(app: DevApp) -> Iterator[DevApp]:
    """The app with pages that fail."""
    for file, text in FILES.items():
        app.write(file, textwrap.dedent(text).lstrip("\n"))
    app.wait_for("/failing/load", status=500)
    app.wait_for("/failing/data", status=500)
    app.wait_for_text("/failing", "links")
    yield app
    app.remove("routes/failing")
    app.wait_for("/failing", status=404)


@pytest.fixture
def open_page(failing: DevApp, new_page: NewPage) -> Open:
    """``open_page("/failing/load")``: a page that need not work."""

    def open_page(path: str) -> Page:
        page = new_page()
        page.goto(failing.url + path)
        # connected: from now on the page is told of changes
        page.wait_for_load_state("networkidle")
        return page

    return open_page


def overlay(page: Page) -> Locator:
    return page.locator("vite-error-overlay")


def test_page_that_is_loaded(failing: DevApp, open_page: Open) -> None:
    page = open_page("/failing/load")
    shown = overlay(page)
    expect(shown.locator(".message")).to_contain_text("KeyError: 'nickname'")
    expect(shown.locator(".file")).to_have_text(
        f"{failing.root}/src/routes/failing/load/+page.server.py:3:21"
    )
    expect(shown.locator(".frame")).to_contain_text('> 3 |     return {"name": profile["nickname"]}')
    expect(shown.locator(".frame")).to_contain_text("^^^^^^^^^^^^^^^^^^^")
    with page.expect_request("**/__open-in-editor?**"):
        shown.get_by_role("button", name="src/routes/failing/load/+page.server.py:3").click()
    expect(shown.locator("dl")).to_have_count(0)
    shown.get_by_text("locals").click()
    expect(shown.locator("dl")).to_contain_text("{'token': ••••, 'names': ['Ada']}")


def test_navigation(failing: DevApp, visit: Open) -> None:
    page = visit("/failing")
    page.get_by_role("link", name="load").click()
    expect(overlay(page)).to_contain_text("KeyError: 'nickname'")
    page.go_back()
    expect(page.get_by_role("heading", name="links")).to_be_visible()
    expect(overlay(page)).to_have_count(0)
    page.get_by_role("link", name="streaming").click()
    expect(overlay(page)).to_contain_text("ZeroDivisionError: division by zero")
    expect(overlay(page).locator(".file")).to_contain_text("stream/+page.server.py:2:12")
    expect(page.get_by_role("heading", name="streaming")).to_be_visible()


def test_request_of_the_page(failing: DevApp, visit: Open) -> None:
    page = visit("/failing")
    http.get(f"{failing.url}/failing/load")  # of nobody who has a page
    page.get_by_role("button", name="fetch").click()
    expect(overlay(page)).to_contain_text("AttributeError: 'NoneType' object has no attribute 'anything'")
    expect(overlay(page)).to_contain_text("in GET /failing/api")


def test_component(failing: DevApp, open_page: Open) -> None:
    page = open_page("/failing/data")
    expect(overlay(page)).to_contain_text("TypeError: Cannot read properties of undefined")
    expect(overlay(page).locator(".file")).to_contain_text("src/routes/failing/data/+page.svelte:5")
    expect(overlay(page).locator(".frame")).to_contain_text("> 5 | <h1>{data.user.name.toUpperCase()}</h1>")


def test_it_goes_with_the_error(failing: DevApp, open_page: Open) -> None:
    file = "routes/failing/load/+page.server.py"
    page = open_page("/failing/load")
    expect(overlay(page)).to_have_count(1)
    failing.edit(file, '"nickname"', '"names"')
    try:
        expect(page.get_by_role("heading", name="loaded")).to_be_visible()
        expect(overlay(page)).to_have_count(0)
        page.wait_for_load_state("networkidle")
    finally:
        failing.edit(file, 'profile["names"]', 'profile["nickname"]')
    expect(overlay(page)).to_contain_text("KeyError: 'nickname'")
