"""What these tests share: a server, and a page. `lissome build` comes first."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0  # seconds


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of `lissome serve`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "lissome", "serve", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT) as process:
        try:
            wait_for(f"{url}/health", process)
            yield url
        finally:
            process.terminate()


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers; if it ends before, it has said why."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            httpx.get(url).raise_for_status()
        except httpx.HTTPError:
            assert process.poll() is None, "lissome serve has ended: see its message"
            assert time.monotonic() < deadline, f"{url} does not answer"
            time.sleep(0.1)
        else:
            return


@pytest.fixture
def page(server: str) -> Iterator[Page]:
    """A page in Chromium, whose paths are those of the app. CHROMIUM names another executable."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM"))
        yield browser.new_page(base_url=server)
        browser.close()
