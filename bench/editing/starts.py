"""A start: from starting the process until the first page is there, with caches and without."""

import re
import time
from pathlib import Path

import httpx
from harness.servers import Server, ServerError, starting, tail

from editing.apps import CACHES, forget_caches
from editing.client import client_of, get

PATIENCE = 120.0  # seconds
_STARTED_BY_BROWSERS = re.compile(r'import\("([^"]+)"\)')


def cold_and_warm(server: Server, address: str) -> tuple[float, float]:
    """Seconds until the first page, at first without caches and then with those of the first start.

    Raises:
        ServerError: the server ended, or the page did not come.
    """
    forget_caches(server.cwd)
    cold = first_page(server, address, wait_for_caches=True)
    return cold, first_page(server, address)


def first_page(server: Server, address: str, *, wait_for_caches: bool = False) -> float:
    """Start the server, and return the seconds until the page was there; then stop the server.

    Args:
        wait_for_caches: whether the server lives on until Vite has written its cache of dependencies.
    """
    began = time.perf_counter()
    with starting(server) as child, client_of(server) as client:
        while (page := get(client, address)) is None:
            if child.poll() is not None or time.perf_counter() - began > PATIENCE:
                raise ServerError(f"{server.name} has no page at {address}:\n{tail(server)}")
            time.sleep(0.005)  # nobody listens yet
        seconds = time.perf_counter() - began
        if wait_for_caches:
            _visit(client, page)
            _wait_for_cache(server.cwd)
    return seconds


def _visit(client: httpx.Client, page: httpx.Response) -> None:
    """Ask for the modules that a browser would begin with: Vite then knows which dependencies it has."""
    for path in _STARTED_BY_BROWSERS.findall(page.text):
        client.get(path)


def _wait_for_cache(folder: Path) -> None:
    described = folder / CACHES[0] / "deps" / "_metadata.json"
    deadline = time.monotonic() + PATIENCE
    while not described.is_file():
        if time.monotonic() > deadline:
            raise ServerError(f"Vite has not written {described} within {PATIENCE:g} s")
        time.sleep(0.05)
