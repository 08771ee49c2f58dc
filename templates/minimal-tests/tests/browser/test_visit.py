"""What visitors see and do."""

from playwright.sync_api import Page, expect


def test_an_introduction(page: Page) -> None:
    page.goto("/")
    page.get_by_label("What is your name?").fill("Ada")
    page.get_by_role("button", name="Introduce yourself").click()
    greeting = page.get_by_role("heading", level=1)
    expect(greeting).to_have_text("Hello, Ada!")
    page.reload()
    expect(greeting).to_have_text("Hello, Ada!")
