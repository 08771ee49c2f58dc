"""Finding and starting Chromium or Chrome."""

from __future__ import annotations

import os
import shutil
from contextlib import closing
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

SHELL = "chromium-headless-shell"
"""Chromium without the windows around its pages, which renders the same in a third of the processor time."""

NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")

FLAGS = (
    "--no-sandbox",  # containers run as root
    "--disable-gpu",
    "--disable-auto-reload",  # of pages that could not be loaded, after some seconds
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)

MISSING = (
    "no Chromium or Chrome: none of " + ", ".join(NAMES) + " is in PATH, and Playwright has none of its own. "
    "`make browser` installs one."
)


def find_browser() -> str | None:
    """Return the path of a usable browser: an installed one first, then Playwright's own download."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def launch(playwright: Playwright, path: str) -> Browser:
    """Start the browser at ``path``, headless."""
    return playwright.chromium.launch(executable_path=path, args=list(FLAGS))


def browser_version() -> str:
    """Return the version of the browser that `find_browser` finds, for example ``141.0.7390.122``."""
    path = find_browser()
    assert path is not None, MISSING
    with sync_playwright() as playwright, closing(launch(playwright, path)) as browser:
        return browser.version


def is_required() -> bool:
    """Whether a missing browser is a failure: CI must not skip tests silently."""
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}
