"""Signing in and out, and what is closed to those who have not."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from support.console import Console
from support.hydration import is_same_document
from support.progressive import with_and_without_javascript, with_javascript
from support.workspace import MEMBERS_PAGES, PASSWORD, Person, Workspace

if TYPE_CHECKING:
    from browser.conftest import Visit


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    """Fill the form of the login page, and send it."""
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


@with_and_without_javascript
def test_sign_in_and_out(visit: Visit, member: Person, scripts: bool) -> None:
    page = visit("/login", java_script_enabled=scripts)
    sign_in(page, member.email)
    expect(page).to_have_url("/dashboard")
    expect(page.get_by_test_id("current-user")).to_contain_text(member.name)
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url("/login")
    expect(page.get_by_test_id("toast")).to_contain_text("signed out")
    assert not scripts or is_same_document(page)
    page.goto("/dashboard")
    expect(page).to_have_url("/login?redirect_to=/dashboard")


@with_javascript
def test_wrong_password(visit: Visit, member: Person, console: Console, scripts: bool) -> None:
    page = visit("/login", java_script_enabled=scripts)
    sign_in(page, member.email, "quiet-harbor")
    expect(page.get_by_test_id("form-message")).to_have_text(
        "That email and password do not belong together."
    )
    expect(page.get_by_label("Email")).to_have_value(member.email)
    assert [cookie["name"] for cookie in page.context.cookies()] == []
    assert not scripts or is_same_document(page)
    assert console.take_statuses() == [400]
    if not scripts:
        expect(page.get_by_label("Password")).to_have_value("")


def test_unknown_address_gets_the_same_answer(workspace: Workspace, member: Person) -> None:
    with workspace.client() as client:
        answers = [
            client.post("/login", data={"email": email, "password": "quiet-harbor"})
            for email in (member.email, "nobody@workspace.example")
        ]
    assert [answer.status_code for answer in answers] == [400, 400]
    assert all("do not belong together" in answer.text for answer in answers)


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_a_password_never_comes_back(workspace: Workspace, member: Person, accept: str) -> None:
    typed = "correct-horse-battery"
    with workspace.client() as client:
        for email in (member.email, "no address"):
            answer = client.post(
                "/login", data={"email": email, "password": typed}, headers={"accept": accept}
            )
            assert email in answer.text
            assert typed not in answer.text


@with_javascript
def test_back_to_the_page_that_was_wanted(visit: Visit, member: Person, scripts: bool) -> None:
    page = visit("/users?q=mori", java_script_enabled=scripts)
    expect(page).to_have_url("/login?redirect_to=/users%3Fq%3Dmori")
    sign_in(page, member.email)
    expect(page).to_have_url("/users?q=mori")
    expect(page.get_by_label("Search people")).to_have_value("mori")


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_nobody_is_sent_to_another_site(workspace: Workspace, member: Person, elsewhere: str) -> None:
    with workspace.client() as client:
        answer = client.post(
            f"/login?redirect_to={quote(elsewhere, safe='')}",
            data={"email": member.email, "password": PASSWORD},
        )
    assert answer.headers["location"] == "/dashboard"


def test_a_demo_login_fills_the_form(visit: Visit) -> None:
    page = visit("/login")
    page.get_by_test_id("demo-logins").get_by_role("link", name="Ines").click()
    expect(page.get_by_label("Email")).to_have_value("ines@workspace.example")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_test_id("current-user")).to_contain_text("Ines Okafor")


def test_whoever_is_signed_in_skips_the_login_page(visit: Visit, member: Person) -> None:
    page = visit("/login", member)
    expect(page).to_have_url("/dashboard")


def test_signing_out_ends_the_session_on_the_server(workspace: Workspace, member: Person) -> None:
    cookies = workspace.session(member)
    with workspace.client() as client:
        client.cookies.update(cookies)
        assert client.get("/settings").status_code == 200
        assert client.post("/logout", data={"now": "yes"}).headers["location"] == "/login"
    with workspace.client() as client:
        client.cookies.update(cookies)
        assert client.get("/settings").status_code == 303


def test_signing_out_in_another_tab(visit: Visit, member: Person) -> None:
    page = visit("/dashboard", member)
    page.context.clear_cookies()
    page.get_by_role("link", name="Settings").click()
    expect(page).to_have_url("/login?redirect_to=/settings")
    assert is_same_document(page)


@pytest.mark.parametrize("path", MEMBERS_PAGES)
def test_pages_are_guarded(workspace: Workspace, path: str) -> None:
    login = f"/login?redirect_to={path}"
    with workspace.client() as client:
        page, data, action = client.get(path), client.get(f"{path}/__data.json"), client.post(path)
    assert (page.status_code, page.headers["location"]) == (303, login)
    assert data.json() == {"type": "redirect", "status": 303, "location": login}
    assert (action.status_code, action.headers["location"]) == (303, login)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_list_of_the_api_is_guarded(workspace: Workspace, method: str) -> None:
    with workspace.client() as client:
        assert client.request(method, "/api/users").status_code == 401


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
def test_person_of_the_api_is_guarded(workspace: Workspace, method: str) -> None:
    with workspace.client() as client:
        assert client.request(method, "/api/users/1").status_code == 401


def test_a_post_from_another_site_is_refused(workspace: Workspace, member: Person) -> None:
    with workspace.client(member) as client:
        answer = client.post("/logout", data={"now": "yes"}, headers={"origin": "https://evil.example"})
        assert answer.status_code == 403
        assert client.get("/settings").status_code == 200
