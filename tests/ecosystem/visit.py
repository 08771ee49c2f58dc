"""A visitor of a page, in Chromium."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

from playwright.sync_api import Browser, Error, Locator, Page, Playwright, expect, sync_playwright

from conformance.development import heard_in_dev
from support.browser import MISSING, find_browser, launch
from support.console import Console

MILLISECONDS = 20_000

# What a visitor can click, by its text or its label.
CLICKABLE = ":is(button, a, label, summary, th, [role=button], [role=option], [role=tab], [role=switch])"


class NoBrowserError(Exception):
    """There is neither Chromium nor Chrome; the message says what to do."""


class Visitor:
    """A browser on a thread of its own: Playwright keeps an event loop running on the thread that uses it."""

    def __init__(self) -> None:
        """Start the browser.

        Raises:
            NoBrowserError: there is none.
        """
        path = find_browser()
        if path is None:
            raise NoBrowserError(MISSING)
        self._thread = ThreadPoolExecutor(1)
        self._playwright: Playwright = self._thread.submit(lambda: sync_playwright().start()).result()
        self._browser: Browser = self._thread.submit(launch, self._playwright, path).result()

    def visit(self, origin: str, target: str, steps: tuple[str, ...]) -> list[str]:
        """Visit a page, as `visit` does."""
        return self._thread.submit(visit, self._browser, origin, target, steps).result()

    def close(self) -> None:
        """End the browser."""
        self._thread.submit(self._browser.close).result()
        self._thread.submit(self._playwright.stop).result()
        self._thread.shutdown()


def visit(browser: Browser, origin: str, target: str, steps: tuple[str, ...]) -> list[str]:
    """Open a page, count in the layout, and take the steps.

    Returns:
        What went wrong: a step that could not be taken, and what the console says.
    """
    # adapter-node takes https for granted
    context = browser.new_context(extra_http_headers={"X-Forwarded-Proto": "http"})
    context.set_default_timeout(MILLISECONDS)
    console = Console()
    with closing(context):
        page = context.new_page()
        console.listen(page)
        problems = _play(page, origin + target, ("click count 0", "see count 1", *steps))
    said = [heard_in_dev(line) for line in console.lines]
    return [*problems, *(f"console: {_first_line(line, origin)}" for line in said if line)]


def _play(page: Page, url: str, steps: tuple[str, ...]) -> list[str]:
    try:
        page.goto(url)
        # kit's announcer, by which other tests tell, does not come on pages whose components await
        page.wait_for_selector("body[data-hydrated]", state="attached")
    except Error as error:
        return [f"not hydrated: {_first_line(str(error))}"]
    for step in steps:
        try:
            take(page, step)
        except (Error, AssertionError) as error:
            return [f"{step}: {_first_line(str(error))}"]
    return []


def take(page: Page, step: str) -> None:
    """Take one step: ``click NAME``, ``fill NAME: VALUE`` or ``see TEXT``."""
    verb, _, rest = step.partition(" ")
    if verb == "click":
        _control(page, rest).click()
    elif verb == "fill":
        name, _, value = rest.partition(": ")
        page.locator(f"[name='{name}']").first.fill(value)
    elif verb == "see":
        expect(page.locator("body")).to_contain_text(rest, timeout=MILLISECONDS)
    else:
        raise ValueError(f"{step!r} is no step")


def _control(page: Page, name: str) -> Locator:
    return page.locator(CLICKABLE, has_text=name).or_(page.get_by_label(name, exact=True)).first


def _first_line(text: str, origin: str = "") -> str:
    line = text.strip().partition("\n")[0].replace(origin or "\0", "")
    line = line.removesuffix(" (this message will no longer repeat)")
    return re.sub(r"\.[\w-]{8}\.js|0x[0-9a-f]{8,}", "…", line)[:300]
