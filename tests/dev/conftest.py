"""An app in `lissome dev`, for tests that edit its files."""

from __future__ import annotations

import functools
import json
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

from support import http
from support.processes import still_alive
from support.waiting import until

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from conftest import NewPage, Serve
    from support.apps import Apps
    from support.server import Server


@dataclass
class DevApp:
    """The app and its server.

    Attributes:
        log_start: the length of what the server had printed before the tests of this module.
    """

    root: Path
    server: Server
    log_start: int = 0

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

    def log(self) -> str:
        """Return what the server has printed since the tests of this module began."""
        return self.server.log()[self.log_start :]

    def sources(self) -> dict[Path, bytes]:
        """Return the files of the app, which a test may change as long as it puts them back."""
        folders = [self.root / "src", self.root / "static"]
        files = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
        return {file: file.read_bytes() for file in files}

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
        until(lambda: self.log().count(text) >= times, otherwise=self.server.log)
        return self.log()


# Seconds of CPU, which a page that loops uses up; and seconds, of which a busy machine may need many
LIMITS = {"LISSOME_RENDER_TIMEOUT": "2", "LISSOME_RENDER_WALL_TIMEOUT": "50"}

# The group of the modules that need a browser; the policy of their app.
IN_A_BROWSER = "dev in a browser"
STRICT = json.dumps(
    {"default-src": ["self"], "script-src": ["self"], "object-src": ["none"], "base-uri": ["self"]}
)

Open = Callable[[str], "Page"]


@pytest.fixture(scope="session")
def shared_app(apps: Apps, serve: Serve) -> Iterator[Callable[[str], DevApp]]:
    """Copies of tests/apps/basics in `lissome dev`, which takes seconds to start: one for each group."""
    with ExitStack() as running:

        @functools.cache
        def start(group: str) -> DevApp:
            root = apps.copy("basics", to=group.replace(" ", "-"))
            if group == IN_A_BROWSER:
                _make_strict(root / "vite.config.js")
            return running.enter_context(_in_dev(root, serve))

        yield start


def _make_strict(config: Path) -> None:
    """Give the app a content security policy that allows nothing but its own files."""
    text = config.read_text()
    assert "lissome({" in text
    config.write_text(text.replace("lissome({", f"lissome({{ csp: {{ directives: {STRICT} }},"))


@contextmanager
def _in_dev(root: Path, serve: Serve) -> Iterator[DevApp]:
    with serve(root, command="dev", probe="/robots.txt", env=LIMITS) as server:
        started = psutil.Process(server.process.pid).children(recursive=True)
        yield DevApp(root, server)
    assert (server.process.popen.returncode, still_alive(started)) == (0, [])


@pytest.fixture(scope="module")
def app(shared_app: Callable[[str], DevApp], request: pytest.FixtureRequest) -> Iterator[DevApp]:
    """The app in `lissome dev`; a test that edits a file puts it back.

    The modules with the same marker `xdist_group` share it, and one process runs them all. Those in a browser
    have another one, since Vite keeps an error that it can tell to no browser for the next one.
    """
    marker = request.node.get_closest_marker("xdist_group")
    app = shared_app(marker.args[0])
    before = app.sources()
    yield replace(app, log_start=len(app.server.log()))
    after = app.sources()
    assert {file for file in {**before, **after} if before.get(file) != after.get(file)} == set()


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
def leaky(app: DevApp) -> Iterator[DevApp]:
    app.write("routes/leaky/+page.svelte", PAGE)
    app.write(FILE, LEAKY.format(start=LEFT).lstrip())
    app.wait_for_text("/leaky", "leaky 42")  # the page is served without its load if it is found first
    yield app
    app.remove("routes/leaky")
    app.wait_for("/leaky", status=404)
