"""What visitors see and do."""

from playwright.sync_api import Page, expect


def test_register_and_take_a_note(page: Page) -> None:
    page.goto("/")
    page.get_by_role("main").get_by_role("link", name="Register").click()
    page.get_by_label("Name").fill("Ada")
    page.get_by_label("Email").fill("ada@example.org")
    page.get_by_label("Password").fill("a long enough one")
    page.get_by_role("button", name="Register").click()
    page.get_by_label("A new note").fill("Milk")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("listitem")).to_contain_text("Milk")
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("Nothing yet.")).to_be_visible()
