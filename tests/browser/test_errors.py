"""What a visitor sees of a page that is missing or broken."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from support.console import Console
from support.hydration import hydrated, is_same_document
from support.traffic import Traffic
from support.workspace import Person, Workspace

if TYPE_CHECKING:
    from browser.conftest import Visit
    from conftest import NewPage

INSIDE = re.compile(r"broken on purpose|RuntimeError|Traceback|site-packages|[\w/]+\.py\b")


@pytest.mark.parametrize(
    ("path", "status", "title"),
    [("/nowhere", 404, "There is nothing here"), ("/oops", 500, "That was us, not you")],
)
def test_error_page(
    workspace: Workspace, new_page: NewPage, console: Console, path: str, status: int, title: str
) -> None:
    page = new_page()
    answer = page.goto(workspace.url + path)
    assert answer is not None
    assert answer.status == status
    assert console.take_statuses() == [status]
    hydrated(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page).to_have_title(f"{title} · Workspace")
    home = page.get_by_test_id("error-page").get_by_role("link", name="Back to the start")
    expect(home).not_to_have_css("background-color", "rgba(0, 0, 0, 0)")  # styled as a button
    home.click()
    expect(page.get_by_test_id("counter")).to_be_visible()
    assert is_same_document(page)


def test_missing_person_keeps_the_shell(workspace: Workspace, new_page: NewPage, console: Console) -> None:
    page = new_page()
    person = workspace.add_person("member")
    workspace.sign_in(page.context, person)
    answer = page.goto(workspace.url + "/users/999999")
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_test_id("current-user")).to_contain_text(person.name)
    expect(page.get_by_test_id("error-page")).to_contain_text("There is nobody here under this address.")
    expect(page.get_by_test_id("error-page").get_by_role("link")).to_have_text("Back to people")
    assert console.take_statuses() == [404]


def test_error_inside_a_group_keeps_its_shell(visit: Visit, member: Person, console: Console) -> None:
    page = visit("/settings", member)
    with page.expect_navigation():  # past use:enhance, as a form does that a stale page has
        page.evaluate(
            "Object.assign(document.querySelector('form[aria-label=Profile]'), { action: '?/gone' }).submit()"
        )
    expect(page.get_by_test_id("error-page").get_by_role("link")).to_have_text("To the dashboard")
    expect(page.get_by_test_id("current-user")).to_contain_text(member.name)
    assert console.take_statuses() == [404]


def test_unknown_page_after_a_client_navigation(visit: Visit, console: Console) -> None:
    page = visit("/")
    page.get_by_role("link", name="a page that is not there").click()
    expect(page.get_by_test_id("error-page")).to_contain_text("There is nothing here")
    expect(page).to_have_url("/nowhere")
    page.go_back()
    expect(page.get_by_test_id("counter")).to_be_visible()
    assert console.take_statuses() == [404]


@pytest.mark.long
def test_broken_page_after_a_client_navigation(visit: Visit, console: Console) -> None:
    page = visit("/")
    traffic = Traffic.of(page)
    page.get_by_role("link", name="one that breaks").click()
    expect(page.get_by_test_id("error-page")).to_contain_text("Something broke on our side.")
    expect(page).to_have_url("/oops")
    assert is_same_document(page)
    assert traffic.documents == []
    assert not INSIDE.search(page.get_by_test_id("error-page").inner_text())
    page.go_back()
    expect(page.get_by_test_id("counter")).to_be_visible()


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
@pytest.mark.parametrize("path", ["/oops", "/oops/__data.json", "/nowhere", "/nowhere/__data.json"])
def test_nothing_internal_is_told(workspace: Workspace, path: str, accept: str) -> None:
    with workspace.client() as client:
        answer = client.get(path, headers={"accept": accept})
    assert not INSIDE.search(answer.text)
    assert not INSIDE.search(str(answer.headers))


def test_the_reference_leads_to_the_log(workspace: Workspace) -> None:
    with workspace.client() as client:
        html = client.get("/oops").text
    reference = re.search(r"<code[^>]*>([0-9a-f]{8})</code>", html)
    assert reference
    line = next(line for line in workspace.server.log().splitlines() if reference[1] in line)
    assert "GET /oops failed" in line
    assert "this page is broken on purpose" in workspace.server.log()
