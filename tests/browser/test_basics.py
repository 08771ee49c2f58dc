"""SvelteKit's features, one by one, in the fixture app: loads, actions, types, streams."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from support.console import Console
from support.hydration import hydrated, is_same_document
from support.progressive import with_and_without_javascript, with_javascript
from support.server import Server
from support.traffic import Traffic

if TYPE_CHECKING:
    from conftest import NewPage

TYPES = {
    "when": "true 2026-01-02T03:04:05.000Z",
    "tags": "a b",
    "big": "bigint 1152921504606846976",
    "shared": "true",
    "vector": "5",
    "missing": "true",
}


def load(page: Page, server: Server, path: str, *, scripts: bool = True) -> Page:
    page.goto(server.url + path)
    if scripts:
        hydrated(page)
    return page


def test_universal_load_is_not_run_again_at_hydration(basics: Server, page: Page) -> None:
    traffic = Traffic.of(page)
    load(page, basics, "/items/1")
    expect(page.locator("#stock")).to_have_text("stock of 1: 10")
    assert [path for path in traffic.others if path.startswith("/api/")] == []
    assert traffic.data == []


def test_universal_load_runs_in_the_browser_after_a_navigation(basics: Server, page: Page) -> None:
    load(page, basics, "/items/1")
    traffic = Traffic.of(page)
    page.get_by_role("link", name="item 2").click()
    expect(page.locator("#stock")).to_have_text("stock of 2: 20")
    expect(page.get_by_role("heading", level=1)).to_have_text("two")
    assert traffic.others == ["/api/stock/2"]
    assert traffic.documents == []


@pytest.mark.long
def test_universal_load_without_javascript(basics: Server, new_page: NewPage) -> None:
    page = load(new_page(java_script_enabled=False), basics, "/items/2", scripts=False)
    expect(page.locator("#stock")).to_have_text("stock of 2: 20")


@with_and_without_javascript
def test_action(basics: Server, new_page: NewPage, console: Console, scripts: bool) -> None:
    page = load(new_page(java_script_enabled=scripts), basics, "/", scripts=scripts)
    page.get_by_role("button", name="greet").click()
    expect(page.locator("#error")).to_have_text("A name is needed")
    assert console.take_statuses() == [422]
    page.locator("input[name=name]").fill("Ada <3")
    page.get_by_role("button", name="greet").click()
    expect(page.locator("#greeted")).to_have_text("hello Ada <3")
    expect(page.locator("#error")).to_have_count(0)
    assert not scripts or is_same_document(page)


@with_javascript
def test_action_changes_what_the_load_sees(basics: Server, new_page: NewPage, scripts: bool) -> None:
    page = load(new_page(java_script_enabled=scripts), basics, "/counter", scripts=scripts)
    count = page.locator("#count")
    expect(count).to_have_text("0")
    page.locator("input[name=by]").fill("3")
    page.get_by_role("button", name="add").click()
    expect(count).to_have_text("3")
    expect(page.locator("#form-count")).to_have_text("3")
    page.get_by_role("button", name="reset").click()
    expect(count).to_have_text("0")
    expect(page.locator("#form-count")).to_have_count(0)
    assert not scripts or is_same_document(page)


@pytest.mark.long
def test_state_survives_an_enhanced_form(basics: Server, page: Page) -> None:
    load(page, basics, "/")
    page.locator("#counter").click()
    page.locator("input[name=name]").fill("Ada")
    page.get_by_role("button", name="greet").click()
    expect(page.locator("#greeted")).to_be_visible()
    expect(page.locator("#counter")).to_have_text("clicks: 1")


def test_types_are_revived_by_hydration(basics: Server, page: Page) -> None:
    load(page, basics, "/types")
    expect_types(page)


def test_types_are_revived_from_data(basics: Server, page: Page) -> None:
    load(page, basics, "/about")
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('a'), { href: '/types', text: 'to' }))"
    )
    page.get_by_text("to", exact=True).click()
    expect_types(page)
    assert is_same_document(page)


def expect_types(page: Page) -> None:
    for name, text in TYPES.items():
        expect(page.locator(f"#{name}")).to_have_text(text)
    assert page.locator("#markup").text_content() == "</script><!-- & \u2028"


def expect_streamed(page: Page) -> None:
    expect(page.locator("#now")).to_have_text("at once")
    expect(page.locator("#soon")).to_have_text("soon")
    expect(page.locator("#inner")).to_have_text("inner")
    expect(page.locator("#broken")).to_have_text("500: Internal Error (RuntimeError)")


def take_early_rejections(console: Console) -> None:
    """As in SvelteKit: what is rejected before the component awaits it is also an unhandled rejection."""
    console.lines = [line for line in console.lines if line != "pageerror: Object"]


def test_streamed_values_arrive_one_by_one(basics: Server, page: Page, console: Console) -> None:
    load(page, basics, "/stream")
    expect_streamed(page)
    take_early_rejections(console)


def test_streamed_values_arrive_after_a_navigation(basics: Server, page: Page, console: Console) -> None:
    load(page, basics, "/about")
    page.get_by_role("link", name="stream").click()
    expect_streamed(page)
    assert is_same_document(page)
    take_early_rejections(console)


def test_page_without_server_rendering(basics: Server, page: Page) -> None:
    load(page, basics, "/spa")
    expect(page.locator("#spa")).to_have_text("server true")
    load(page, basics, "/about")
    page.get_by_role("link", name="spa").click()
    expect(page.locator("#spa")).to_have_text("server true")
    assert is_same_document(page)


def test_page_without_client_code(basics: Server, page: Page) -> None:
    traffic = Traffic.of(page)
    page.goto(basics.url + "/nocsr")
    expect(page.locator("#text")).to_have_text("no JavaScript here")
    expect(page.locator("script")).to_have_count(0)
    page.get_by_role("link", name="about").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("about")
    assert traffic.documents == ["/nocsr", "/about"]


def test_boundary_catches_on_the_server_and_in_the_browser(
    basics: Server, page: Page, console: Console
) -> None:
    load(page, basics, "/boundary")
    expect(page.get_by_role("heading", level=1)).to_have_text("boundary")
    expect(page.locator("#failed")).to_contain_text("500: Internal Error")
    assert console.take_statuses() == [500]


@pytest.mark.long
def test_error_page_of_a_client_navigation(basics: Server, page: Page) -> None:
    load(page, basics, "/items/1")
    page.evaluate("document.querySelector('a[href$=\"items/2\"]').href = '/items/3'")
    page.get_by_role("link", name="item 2").click()
    expect(page.locator("#items-error")).to_have_text("no item 3")
    expect(page.locator("#items")).to_be_visible()
    assert is_same_document(page)


@pytest.mark.long
def test_reroute_keeps_the_address(basics: Server, page: Page) -> None:
    load(page, basics, "/rerouted")
    expect(page.get_by_role("heading", level=1)).to_have_text("about")
    expect(page.locator("#route")).to_have_text("/about")
    assert page.url.endswith("/rerouted")
