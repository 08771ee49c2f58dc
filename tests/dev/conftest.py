"""An app in `lissome dev`, for tests that edit its files."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support import http
from support.waiting import until

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from conftest import NewPage, Serve
    from support.apps import Apps
    from support.server import Server


@dataclass
class DevApp:
    """The app and its server."""

    root: Path
    server: Server

    @property
    def url(self) -> str:
        return self.server.url

    def edit(self, file: str, old: str, new: str) -> None:
        """Replace a piece of a file, as an editor saves it."""
        path = self.root / "src" / file
        text = path.read_text()
        assert old in text, f"{file} has no {old!r}"
        # Vite's watcher takes two saves of a file within 0.1 s for one, and may read the first
        time.sleep(0.3)
        saved = self.root / "saved"  # a file that is written in its place is empty for a moment
        saved.write_text(text.replace(old, new))
        saved.replace(path)

    def write(self, file: str, text: str) -> None:
        path = self.root / "src" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def remove(self, folder: str) -> None:
        shutil.rmtree(self.root / "src" / folder)

    def wait_for(self, path: str, *, status: int = 200) -> None:
        """Ask until the answer has that status."""
        until(lambda: http.get(self.url + path).status_code == status, otherwise=self.server.log)

    def wait_for_text(self, path: str, text: str) -> None:
        """Ask until the answer has that text."""
        until(lambda: text in http.get(self.url + path).text, otherwise=self.server.log)

    def wait_for_log(self, text: str, times: int = 1) -> str:
        """Wait until the server has said something so often; what it prints may come after its answer."""
        until(lambda: self.server.log().count(text) >= times, otherwise=self.server.log)
        return self.server.log()


Open = Callable[[str], "Page"]


@pytest.fixture(scope="module")
def app(apps: Apps, serve: Serve, request: pytest.FixtureRequest) -> Iterator[DevApp]:
    """A copy of tests/apps/basics in `lissome dev`; a test that edits a file puts it back."""
    root = apps.copy("basics", to=f"dev-{request.module.__name__.rpartition('.')[2]}")
    with serve(root, command="dev", probe="/robots.txt") as server:
        yield DevApp(root, server)


@pytest.fixture
def visit(app: DevApp, new_page: NewPage) -> Open:
    """``visit("/about")``: the page there, hydrated."""

    def visit(path: str) -> Page:
        page = new_page()
        page.goto(app.url + path)
        # kit's client makes it when it has taken over; the first page waits for Vite's cache of dependencies
        page.wait_for_selector("#svelte-announcer", state="attached")
        page.evaluate("window.kept = true")
        return page

    return visit


# What a request of the page /leaky leaves behind
LEAKY = """
import asyncio


def load(event):
    {start}
    return {{"number": 42}}
"""
LEFT = "asyncio.create_task(asyncio.sleep(600))"
PAGE = "<script>let { data } = $props();</script><h1>leaky {data.number}</h1><textarea></textarea>\n"
FILE = "routes/leaky/+page.server.py"


@pytest.fixture(scope="module")
def leaky(app: DevApp) -> DevApp:
    app.write("routes/leaky/+page.svelte", PAGE)
    app.write(FILE, LEAKY.format(start=LEFT).lstrip())
    app.wait_for("/leaky")
    return app
