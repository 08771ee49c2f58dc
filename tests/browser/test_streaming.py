"""What a load does not await: the page comes first, the rest when it is there."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import httpx
import pytest
from playwright.sync_api import Page, expect

from support.hydration import hydrated, is_same_document
from support.workspace import Workspace

if TYPE_CHECKING:
    from conftest import NewPage


def signed_in(workspace: Workspace, page: Page) -> Page:
    workspace.sign_in(page.context, workspace.add_person("member"))
    return page


def expect_skeleton_then_list(page: Page) -> None:
    skeleton, items = page.get_by_test_id("activity-skeleton"), page.get_by_test_id("activity")
    expect(skeleton).to_be_visible()
    expect(page.get_by_test_id("stats")).to_be_visible()
    expect(items).to_have_count(0)
    expect(items.get_by_role("listitem")).to_have_count(12)
    expect(skeleton).to_have_count(0)


def test_skeleton_first_then_the_list(slow_workspace: Workspace, new_page: NewPage) -> None:
    page = signed_in(slow_workspace, new_page())
    page.goto(slow_workspace.url + "/dashboard", wait_until="commit")
    expect_skeleton_then_list(page)
    expect(page.locator("html")).to_have_attribute("data-hydrated", "")


def test_skeleton_first_after_a_client_navigation(slow_workspace: Workspace, new_page: NewPage) -> None:
    page = signed_in(slow_workspace, new_page())
    page.goto(slow_workspace.url + "/settings")
    hydrated(page)
    page.get_by_role("link", name="Dashboard").click()
    expect_skeleton_then_list(page)
    assert is_same_document(page)


@pytest.mark.long
def test_one_may_leave_before_it_arrives(slow_workspace: Workspace, new_page: NewPage) -> None:
    page = signed_in(slow_workspace, new_page())
    page.goto(slow_workspace.url + "/dashboard", wait_until="commit")
    page.wait_for_selector("html[data-hydrated]")
    page.get_by_role("link", name="People").click()
    expect(page.get_by_test_id("people")).to_be_visible()


def pieces(client: httpx.Client, path: str) -> tuple[str, str, float]:
    """A streamed answer in two: what comes at once, what follows, and the seconds that lay between."""
    with client.stream("GET", path) as response:
        assert response.status_code == 200
        chunks = response.iter_text()
        first = next(chunks)
        arrived = time.monotonic()
        second = next(chunks)
        waited = time.monotonic() - arrived
        return first, second + "".join(chunks), waited


def test_shell_arrives_before_the_script_that_resolves(slow_workspace: Workspace) -> None:
    with slow_workspace.client(slow_workspace.add_person("member")) as client:
        shell, rest, waited = pieces(client, "/dashboard")
    assert waited > 0.5
    assert 'data-testid="activity-skeleton"' in shell
    assert 'data-testid="stats"' in shell
    assert "</html>" in shell
    assert "actor:" not in shell
    assert rest.lstrip().startswith("<script nonce=")
    assert rest.count("<script") == 1
    assert rest.count("actor:") == 12


def test_data_arrives_line_by_line(slow_workspace: Workspace) -> None:
    with slow_workspace.client(slow_workspace.add_person("member")) as client:
        first, rest, waited = pieces(client, "/dashboard/__data.json")
    assert waited > 0.5
    assert json.loads(first)["type"] == "data"
    assert json.loads(rest)["type"] == "chunk"


def test_a_client_that_hangs_up_harms_nobody(slow_workspace: Workspace) -> None:
    with slow_workspace.client(slow_workspace.add_person("member")) as client:
        with client.stream("GET", "/dashboard") as response:
            next(response.iter_text())
        assert client.get("/users").status_code == 200
    assert "Traceback" not in slow_workspace.server.log()


def test_inline_without_javascript(workspace: Workspace, new_page: NewPage) -> None:
    page = signed_in(workspace, new_page(java_script_enabled=False))
    page.goto(workspace.url + "/dashboard")
    expect(page.get_by_test_id("stats")).to_be_visible()
    page.get_by_role("link", name="Show the recent activity").click()
    expect(page.get_by_test_id("activity").get_by_role("listitem")).to_have_count(12)
    expect(page.get_by_test_id("activity-skeleton")).to_have_count(0)
