"""Going from page to page without loading one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from support.hydration import is_same_document
from support.traffic import Traffic
from support.workspace import Person

if TYPE_CHECKING:
    from browser.conftest import Visit

WINDOW = {"width": 1100, "height": 600}


def go(page: Page, link: str) -> None:
    """Follow a link of the main navigation."""
    page.get_by_role("navigation", name="Main").get_by_role("link", name=link).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(link)


def test_links_load_data_only(visit: Visit, admin: Person) -> None:
    page = visit("/dashboard", admin)
    traffic = Traffic.of(page)
    here = page.get_by_role("navigation", name="Main").locator("[aria-current=page]")
    for link, path in (("People", "/users"), ("Settings", "/settings"), ("Dashboard", "/dashboard")):
        go(page, link)
        expect(page).to_have_url(path)
        expect(page).to_have_title(f"{link} · Workspace")
        expect(page.locator("#svelte-announcer")).to_have_text(f"{link} · Workspace")
        expect(here).to_have_text(link)
        assert traffic.data.pop().partition("?")[0] == f"{path}/__data.json"
    assert is_same_document(page)
    assert (traffic.documents, traffic.data) == ([], [])


def test_back_and_forward(visit: Visit, admin: Person) -> None:
    page = visit("/dashboard", admin)
    traffic = Traffic.of(page)
    heading = page.get_by_role("heading", level=1)
    go(page, "People")
    go(page, "Settings")
    for step, title in ((page.go_back, "People"), (page.go_back, "Dashboard"), (page.go_forward, "People")):
        step()
        expect(heading).to_have_text(title)
    assert is_same_document(page)
    assert traffic.documents == []


def test_scroll_position_comes_back(visit: Visit, admin: Person) -> None:
    page = visit("/users", admin, viewport=WINDOW)
    heading, link = (
        page.get_by_role("heading", level=1),
        page.get_by_test_id("people").get_by_role("link").last,
    )
    expect(link).not_to_be_in_viewport()
    link.click()
    expect(page).to_have_url(re.compile(r"/users/\d+$"))
    expect(heading).to_be_in_viewport()
    page.go_back()
    expect(link).to_be_in_viewport()
    page.go_forward()
    expect(page).to_have_url(re.compile(r"/users/\d+$"))
    expect(heading).to_be_in_viewport()
    assert is_same_document(page)


@pytest.mark.long
def test_scroll_position_survives_a_reload(visit: Visit, admin: Person) -> None:
    page = visit("/users", admin, viewport=WINDOW)
    link = page.get_by_test_id("people").get_by_role("link").last
    link.scroll_into_view_if_needed()
    page.reload()
    expect(link).to_be_in_viewport()


def test_hovering_preloads_once(visit: Visit, admin: Person) -> None:
    page = visit("/dashboard", admin)
    traffic = Traffic.of(page)
    with page.expect_response("**/users/__data.json*"):
        page.get_by_role("link", name="People").hover()
    go(page, "People")
    assert len(traffic.data) == 1
    assert traffic.documents == []


@pytest.mark.long
def test_the_query_reruns_the_load(visit: Visit, admin: Person) -> None:
    page = visit("/users", admin)
    traffic = Traffic.of(page)
    page.get_by_role("link", name="Next").click()
    page.wait_for_url("**/users?page=2")
    expect(page.get_by_role("link", name="Page 2")).to_have_attribute("aria-current", "page")
    page.get_by_label("Role").select_option("admin")
    page.wait_for_url("**role=admin**")
    expect(page.get_by_text("match")).to_be_visible()
    assert is_same_document(page)
    assert traffic.documents == []


@pytest.mark.long
def test_a_hash_only_scrolls(visit: Visit) -> None:
    page = visit("/", viewport=WINDOW)
    traffic = Traffic.of(page)
    page.get_by_role("link", name="See what it costs").click()
    expect(page.get_by_test_id("counter")).to_be_in_viewport()
    expect(page).to_have_url("/#seats")
    assert (traffic.documents, traffic.data) == ([], [])


@pytest.mark.long
def test_component_state_ends_with_its_page(visit: Visit) -> None:
    page = visit("/")
    page.get_by_role("button", name="Add a seat").click()
    page.get_by_role("link", name="Try the demo").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Welcome back")
    page.go_back()
    expect(page.get_by_test_id("counter-value")).to_contain_text("12")


def test_links_that_ask_for_it_load_a_page(visit: Visit) -> None:
    page = visit("/")
    page.get_by_role("link", name="the health check").click()
    page.wait_for_url("**/health")
    assert page.locator("body").inner_text() == '{"status":"ok","database":"ok"}'
