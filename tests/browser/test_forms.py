"""Forms that say what is wrong beside the field, with and without JavaScript."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from support.console import Console
from support.hydration import is_same_document
from support.progressive import with_and_without_javascript, with_javascript
from support.workspace import PASSWORD, Person, Workspace

if TYPE_CHECKING:
    from browser.conftest import Visit


def expect_error(page: Page, label: str, name: str, message: str) -> None:
    """The message is beside the field, and belongs to it for screen readers too."""
    field = page.get_by_label(label)
    expect(page.get_by_test_id(f"error-{name}")).to_have_text(message)
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(message)


def expect_same_page(page: Page, console: Console, scripts: bool) -> None:
    """use:enhance keeps the document; without it the page comes again. Both answers have status 400."""
    assert not scripts or is_same_document(page)
    assert console.take_statuses() == [400]


@with_and_without_javascript
def test_login(visit: Visit, console: Console, scripts: bool) -> None:
    page = visit("/login", java_script_enabled=scripts)
    email, password = page.get_by_label("Email"), page.get_by_label("Password")
    page.get_by_role("button", name="Sign in").click()
    expect_error(page, "Email", "email", "An email address is needed.")
    expect_error(page, "Password", "password", "A password is needed.")
    if scripts:
        expect(email).to_be_focused()
    expect_same_page(page, console, scripts)
    email.fill("mara@workspace.example")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_test_id("error-email")).to_have_count(0)
    expect_error(page, "Password", "password", "A password is needed.")
    expect(email).to_have_value("mara@workspace.example")
    expect(email).not_to_have_attribute("aria-invalid", "true")
    if scripts:
        expect(password).to_be_focused()
    expect_same_page(page, console, scripts)


@with_and_without_javascript
def test_new_person_with_bad_values(visit: Visit, admin: Person, console: Console, scripts: bool) -> None:
    page = visit("/users/new", admin, java_script_enabled=scripts)
    page.get_by_label("Email").fill("not an address")
    page.get_by_label("Job title").fill("Tester <b>& co</b>")
    page.get_by_label("Role").select_option("viewer")
    page.get_by_role("button", name="Add person").click()
    expect_error(page, "Name", "name", "A name is needed.")
    expect_error(page, "Email", "email", "Write an email address such as name@company.com.")
    expect(page.get_by_label("Email")).to_have_value("not an address")
    expect(page.get_by_label("Job title")).to_have_value("Tester <b>& co</b>")
    expect(page.get_by_label("Role")).to_have_value("viewer")
    if scripts:
        expect(page.get_by_label("Name")).to_be_focused()
    expect_same_page(page, console, scripts)
    page.get_by_label("Name").fill("Mara the Second")
    page.get_by_label("Email").fill("Mara@Workspace.example")
    page.get_by_role("button", name="Add person").click()
    expect_error(page, "Email", "email", "Somebody with this address is here already.")
    expect(page.get_by_label("Name")).to_have_value("Mara the Second")
    expect_same_page(page, console, scripts)


@with_javascript
def test_profile(visit: Visit, member: Person, console: Console, scripts: bool) -> None:
    page = visit("/settings", member, java_script_enabled=scripts)
    form = page.get_by_role("form", name="Profile")
    form.get_by_label("Name").fill(" ")
    form.get_by_role("button").click()
    expect(page.get_by_test_id("error-name")).to_have_text("A name is needed.")
    expect_same_page(page, console, scripts)
    form.get_by_label("Name").fill("Zoë Ünal")
    form.get_by_role("button").click()
    expect(page.get_by_test_id("toast")).to_contain_text("Your profile is saved.")
    expect(page.get_by_test_id("error-name")).to_have_count(0)
    expect(page.get_by_test_id("current-user")).to_contain_text("Zoë Ünal")
    expect(page).to_have_url("/settings")
    assert not scripts or is_same_document(page)


@with_javascript
def test_appearance(visit: Visit, member: Person, scripts: bool) -> None:
    page = visit("/settings", member, java_script_enabled=scripts)
    form = page.get_by_role("form", name="Appearance")
    form.get_by_text("Dark").click()
    form.get_by_text("Compact").click()
    if scripts:  # at once, through the context
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    form.get_by_role("button").click()
    expect(page.get_by_test_id("toast")).to_contain_text("Your appearance is saved.")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("html")).to_have_attribute("data-density", "compact")


@with_javascript
def test_password_errors(visit: Visit, member: Person, console: Console, scripts: bool) -> None:
    page = visit("/settings", member, java_script_enabled=scripts)
    form = page.get_by_role("form", name="Password")
    form.get_by_label("Present").fill("present-and-wrong")
    form.get_by_label("New").fill("short")
    with page.expect_response(lambda response: response.request.method == "POST") as answer:
        form.get_by_role("button").click()
    expect(page.get_by_test_id("error-new_password")).to_have_text("Use at least 10 characters.")
    assert "present-and-wrong" not in answer.value.text()
    assert "present-and-wrong" not in page.content()
    if not scripts:
        expect(form.get_by_label("Present")).to_have_value("")
    expect_same_page(page, console, scripts)


@pytest.mark.long
def test_changing_the_password(visit: Visit, workspace: Workspace, member: Person) -> None:
    elsewhere = workspace.session(member)
    page = visit("/settings", member)
    form = page.get_by_role("form", name="Password")
    form.get_by_label("Present").fill(PASSWORD)
    form.get_by_label("New").fill("a quieter harbour")
    form.get_by_role("button").click()
    expect(page.get_by_test_id("toast")).to_contain_text("Your password is changed.")
    with workspace.client() as client:
        client.cookies.update(elsewhere)
        assert client.get("/settings").status_code == 303
        answer = client.post("/login", data={"email": member.email, "password": "a quieter harbour"})
        assert answer.headers["location"] == "/dashboard"


def test_two_clicks_send_a_form_once(visit: Visit, admin: Person) -> None:
    page = visit("/users/new", admin)
    posts: list[str] = []
    page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    page.get_by_label("Name").fill(f"Twice {admin.name}")
    page.get_by_label("Email").fill(f"twice-{admin.email}")
    page.get_by_role("button", name="Add person").dblclick()
    expect(page.get_by_test_id("toast")).to_contain_text("is invited.")
    assert len(posts) == 1
