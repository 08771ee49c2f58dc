"""Renders share nothing, and none of them outlives its budget."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from support import http
from support.console import Console
from support.hydration import hydrated, is_same_document
from support.long import sampled
from support.server import Server

if TYPE_CHECKING:
    from conftest import NewPage

USERS = ("ann", "bob", "cyn")
PATH = "/module-state?name="
ADD_LINK = """path =>
	document.body.append(Object.assign(document.createElement('a'), { href: path, text: path }))"""
SHOWN = re.compile(r'<p id="(names|visits|seen)">(.*?)</p>')


def shown(page: Page) -> set[str]:
    """Everybody whom the page shows, in its three lists."""
    texts = page.locator("#names, #visits, #seen").all_inner_texts()
    return {name for text in texts for name in text.split(", ")}


def follow_link(page: Page, path: str) -> None:
    """A client navigation to a page that nothing links to."""
    page.evaluate(ADD_LINK, path)
    page.get_by_text(path, exact=True).click()


def test_each_browser_sees_only_itself(basics: Server, new_page: NewPage) -> None:
    for user in USERS:
        page = new_page()
        page.goto(basics.url + PATH + user)
        hydrated(page)
        assert shown(page) == {user}


def test_each_browser_sees_only_itself_after_navigating(basics: Server, new_page: NewPage) -> None:
    for user in USERS:
        page = new_page()
        page.goto(basics.url + "/about")
        hydrated(page)
        follow_link(page, PATH + user)
        expect(page.locator("#names")).to_have_text(user)
        assert shown(page) == {user}
        assert is_same_document(page)


def test_each_request_sees_only_itself(basics: Server) -> None:
    with http.Client(base_url=basics.url) as client:
        for user in USERS * 5:
            found = dict(SHOWN.findall(client.get(PATH + user).text))
            assert found == {"names": user, "visits": user, "seen": user}


@pytest.mark.parametrize("path", sampled(["/bomb", "/loop"], 2))
def test_a_page_that_never_ends(basics: Server, new_page: NewPage, console: Console, path: str) -> None:
    page = new_page()
    answer = page.goto(basics.url + path)  # without a budget it would not answer
    assert answer is not None
    assert answer.status == 500
    expect(page.locator("#root-error")).to_contain_text("Internal Error")
    hydrated(page)
    assert console.take_statuses() == [500]
    page.get_by_role("link", name="about").click()
    expect(page.get_by_role("heading", name="about")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="about")).to_be_visible()
