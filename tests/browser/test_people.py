"""The directory: adding, changing and removing people, and who may."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from support.console import Console
from support.hydration import is_same_document
from support.progressive import with_javascript
from support.workspace import Person, Workspace

if TYPE_CHECKING:
    from browser.conftest import Visit


def add(page: Page, name: str, email: str) -> None:
    """Fill the form of /users/new, and send it."""
    page.get_by_label("Name").fill(name)
    page.get_by_label("Email").fill(email)
    page.get_by_role("button", name="Add person").click()


def find(page: Page, name: str) -> None:
    """Search the directory, as one does without a script too."""
    page.get_by_label("Search people").fill(name)
    page.get_by_role("button", name="Search").click()
    page.wait_for_url("**/users?q=*")


@with_javascript
def test_a_person_comes_changes_and_goes(visit: Visit, admin: Person, scripts: bool) -> None:
    name = f"Comes and goes, says {admin.name}"
    page = visit("/users", admin, java_script_enabled=scripts)
    toast, link = page.get_by_test_id("toast"), page.get_by_role("link", name=name)

    page.get_by_role("link", name="Add a person").click()
    add(page, name, f"new-{admin.email}")
    expect(page).to_have_url("/users")
    expect(toast).to_contain_text(f"{name} is invited.")

    find(page, name)
    link.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    page.get_by_label("Job title").fill("Tester of doors")
    page.get_by_role("button", name="Save changes").click()
    expect(page).to_have_url("/users")
    expect(toast).to_contain_text(f"{name} is saved.")

    find(page, "Tester of doors")
    link.click()
    page.get_by_text("Remove Comes and goes").click()
    page.get_by_role("button", name="Yes, remove").click()
    expect(page).to_have_url("/users")
    expect(toast).to_contain_text(f"{name} is removed.")
    find(page, name)
    expect(page.get_by_text("Nobody matches")).to_be_visible()
    assert not scripts or is_same_document(page)


def test_reloading_does_not_send_the_form_again(visit: Visit, admin: Person) -> None:
    page = visit("/users/new", admin, java_script_enabled=False)
    add(page, f"Once {admin.name}", f"once-{admin.email}")
    expect(page.get_by_test_id("toast")).to_contain_text("is invited.")
    methods: list[str] = []
    page.on("request", lambda request: methods.append(request.method))
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("People")
    expect(page.get_by_test_id("toast")).to_have_count(0)
    assert set(methods) == {"GET"}


@pytest.mark.long
def test_a_toast_goes_with_the_next_page(visit: Visit, admin: Person) -> None:
    page = visit("/users/new", admin)
    add(page, f"Toast {admin.name}", f"toast-{admin.email}")
    expect(page.get_by_test_id("toast")).to_be_visible()
    page.get_by_role("button", name="Dismiss").click()
    expect(page.get_by_test_id("toast")).to_have_count(0)


@pytest.mark.long
def test_names_are_shown_as_they_are(visit: Visit, admin: Person) -> None:
    name = f"<img src=x onerror=alert(1)> {{name}} & {admin.name}"
    page = visit("/users/new", admin)
    add(page, name, f"markup-{admin.email}")
    expect(page.get_by_test_id("toast")).to_contain_text(name)
    page.goto(f"/users?q=markup-{admin.email}")
    expect(page.get_by_role("link", name=name)).to_be_visible()
    expect(page.locator("img")).to_have_count(0)


def test_a_viewer_looks_around(visit: Visit, viewer: Person, console: Console) -> None:
    page = visit("/users", viewer)
    expect(page.get_by_role("link", name="Add a person")).to_have_count(0)
    page.get_by_test_id("people").get_by_role("link").first.click()
    expect(page.get_by_text("Only an admin changes")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("Save|remove"))).to_have_count(0)
    answer = page.goto("/users/new")
    assert answer is not None
    assert answer.status == 403
    expect(page.get_by_test_id("error-page")).to_contain_text("Viewers cannot add people.")
    assert console.take_statuses() == [403]


def test_a_viewers_forged_form_is_refused(workspace: Workspace, viewer: Person) -> None:
    forged = {"name": "Forged", "email": f"forged-{viewer.email}", "role": "admin"}
    with workspace.client(viewer) as client:
        assert client.post("/users/new", data=forged).status_code == 403
        assert client.post("/users/1?/update", data=forged).status_code == 403
        assert client.post("/users/1?/delete", data={"sure": "yes"}).status_code == 403
        found = client.get("/api/users", params={"q": forged["email"]}).json()
    assert found["total"] == 0


@pytest.mark.long
def test_the_search_is_a_link_one_can_share(visit: Visit, member: Person) -> None:
    page = visit(f"/users?q={member.email}&role=member", member)
    expect(page.get_by_label("Search people")).to_have_value(member.email)
    expect(page.get_by_label("Role")).to_have_value("member")
    expect(page.get_by_test_id("people").locator("tbody tr")).to_have_count(1)
