"""The first page of a visit: HTML from the server, taken over by the browser without a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from support.hydration import hydrated
from support.traffic import Traffic
from support.workspace import MEMBERS_PAGES, PASSWORD, Person, Workspace

if TYPE_CHECKING:
    from browser.conftest import Visit
    from conftest import NewPage

# Tells when the document's theme is another one than a moment ago, from the first byte of the body on.
WATCH_THEME = """
	window.themes = [];
	const look = () => {
		const theme = document.documentElement?.dataset.theme;
		if (theme && theme !== window.themes.at(-1)) window.themes.push(theme);
	};
	new MutationObserver(look).observe(document, { attributes: true, childList: true, subtree: true });
"""

# Remembers the heading that the HTML parser made.
KEEP_HEADING = """
	const keep = () => (window.heading ??= document.querySelector('h1'));
	new MutationObserver(keep).observe(document, { childList: true, subtree: true });
"""


def test_counter_works_once_hydrated(visit: Visit) -> None:
    page = visit("/")
    value = page.get_by_test_id("counter-value")
    expect(value).to_contain_text("12")
    page.get_by_role("button", name="Add a seat").click()
    expect(value).to_contain_text("13")
    expect(page.get_by_test_id("counter")).to_contain_text("€32 a month")
    page.get_by_role("button", name="Remove a seat").click()
    expect(value).to_contain_text("12")


def test_hydration_keeps_the_servers_elements(workspace: Workspace, new_page: NewPage) -> None:
    page = new_page()
    page.add_init_script(KEEP_HEADING)
    page.goto(workspace.url)
    hydrated(page)
    assert page.evaluate("window.heading === document.querySelector('h1')")


def test_hydration_asks_for_no_data_again(workspace: Workspace, new_page: NewPage, admin: Person) -> None:
    page = new_page()
    workspace.sign_in(page.context, admin)
    traffic = Traffic.of(page)
    page.goto(workspace.url + "/users")
    page.wait_for_selector("html[data-hydrated]")
    assert traffic.documents == ["/users"]
    assert traffic.data == []
    assert traffic.others == []


def test_first_html_has_the_theme(workspace: Workspace, admin: Person) -> None:
    with workspace.client(admin) as client:
        client.post("/settings?/appearance", data={"theme": "dark", "density": "compact"})
        html = client.get("/users").text
    assert '<html lang="en" data-theme="dark" data-density="compact">' in html


def test_theme_does_not_flash(workspace: Workspace, new_page: NewPage, admin: Person) -> None:
    with workspace.client(admin) as client:
        client.post("/settings?/appearance", data={"theme": "dark"})
    page = new_page(color_scheme="light")
    page.add_init_script(WATCH_THEME)
    workspace.sign_in(page.context, admin)
    page.goto(workspace.url + "/users")
    page.wait_for_selector("html[data-hydrated]")
    assert page.evaluate("window.themes") == ["dark"]


@pytest.mark.long
def test_toggling_the_theme_lasts(visit: Visit, admin: Person) -> None:
    page = visit("/users", admin)
    root = page.locator("html")
    for theme in ("light", "dark"):
        with page.expect_response("**/settings?/appearance"):
            page.get_by_test_id("theme-toggle").click()
        expect(root).to_have_attribute("data-theme", theme)
    page.reload()
    expect(root).to_have_attribute("data-theme", "dark")
    assert page.url.endswith("/users")


@pytest.mark.long
def test_theme_without_javascript(visit: Visit, admin: Person) -> None:
    page = visit("/users?q=mori", admin, java_script_enabled=False)
    page.get_by_test_id("theme-toggle").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    assert page.url.endswith("/users?q=mori")


def test_nothing_secret_is_in_a_page(workspace: Workspace, admin: Person) -> None:
    with workspace.client(admin) as client:
        pages = [client.get(path).text for path in MEMBERS_PAGES]
    for html in pages:
        assert PASSWORD not in html
        assert "argon2" not in html
        assert "password_hash" not in html
