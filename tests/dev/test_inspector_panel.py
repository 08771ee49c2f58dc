"""The inspector of `lissome dev`, in a page with a strict content security policy."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from playwright.sync_api import expect

from dev.conftest import IN_A_BROWSER

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from conftest import NewPage
    from dev.conftest import DevApp, Open
    from support.console import Console

pytestmark = [pytest.mark.node, pytest.mark.xdist_group(IN_A_BROWSER)]


def opened(page: Page) -> Locator:
    """The panel, opened with the keyboard."""
    button = page.get_by_label("Open the inspector")
    button.focus()
    page.keyboard.press("Enter")
    panel = page.get_by_role("region", name="Inspector of lissome dev")
    expect(panel.get_by_label("Close")).to_be_focused()
    return panel


def test_a_page(app: DevApp, visit: Open, console: Console) -> None:
    page = visit("/items/1")
    panel = opened(page)
    shown = panel.locator("section.page")
    expect(shown.get_by_role("heading")).to_have_text("/items/[id]")
    expect(shown).to_contain_text("id = 1")
    expect(shown).to_contain_text("GET 200 /items/1 page")
    load = shown.locator(".span", has_text="items/[id]/+page.server.py")
    expect(load).to_contain_text("uses params id; parent")
    expect(load.locator(".time")).to_contain_text("ms")
    expect(shown.locator(".span", has_text="render")).to_contain_text("V8")
    with page.expect_request("**/__open-in-editor?**") as asked:
        load.get_by_role("button").click()
    assert unquote(asked.value.url).endswith(f"={app.root / 'src'}/routes/items/[id]/+page.server.py:1:1")
    console.assert_clean()


def test_navigations_add_lines_and_another_tab_has_none_of_them(
    app: DevApp, visit: Open, new_page: NewPage
) -> None:
    page = visit("/")
    panel = opened(page)
    lines = panel.locator(".requests summary")
    expect(lines).to_have_count(1)
    page.evaluate(
        "fetch('/api/json', { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } })"
    )
    expect(lines.first).to_contain_text("POST 201 /api/json endpoint")
    page.locator("a[href='/items/1']").first.click()
    expect(lines.first).to_contain_text("GET 200 /items/1 data")
    expect(panel.locator("section.page")).to_contain_text("reused: the browser has its data")
    other = new_page()
    other.goto(app.url + "/about")
    expect(opened(other).locator(".requests summary")).to_have_count(1)


def test_it_remembers_whether_it_is_open(app: DevApp, visit: Open) -> None:
    page = visit("/about")
    opened(page)
    page.reload()
    panel = page.get_by_role("region", name="Inspector of lissome dev")
    expect(panel.locator("section.page")).to_contain_text("/about")
    panel.get_by_label("Close").focus()
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    expect(page.get_by_label("Open the inspector")).to_be_focused()
    page.reload()
    expect(page.get_by_label("Open the inspector")).to_be_visible()
    expect(panel).to_have_count(0)
