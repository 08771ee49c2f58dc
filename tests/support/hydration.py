"""When a page answers to clicks, and whether it is still the one that was loaded."""

from __future__ import annotations

from playwright.sync_api import Page

MARK = "same_document"


def hydrated(page: Page) -> None:
    """Wait until the page answers to clicks, and mark the document: a page load would wipe the mark off.

    The announcer for screen readers is what SvelteKit's client makes once it has taken over.
    """
    page.wait_for_selector("#svelte-announcer", state="attached")
    page.evaluate(f"window.{MARK} = true")


def is_same_document(page: Page) -> bool:
    """Whether no page has been loaded since `hydrated`."""
    return bool(page.evaluate(f"window.{MARK} === true"))
