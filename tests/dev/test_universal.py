"""`lissome dev`: universal loads and components that use kit's modules, and fetch."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from dev.conftest import DevApp
from support import http
from support.universal import MATCHING, READING, fetched, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Serve
    from support.apps import Apps

pytestmark = pytest.mark.node


@pytest.fixture(scope="module")
def app(apps: Apps, serve: Serve) -> Iterator[DevApp]:
    apps.built("universal")  # so that node_modules are there
    root = apps.copy("universal", to="dev-universal")
    with serve(root, command="dev", probe="/favicon.svg") as server:
        yield DevApp(root, server)


def test_the_apps_manifest(app: DevApp) -> None:
    for _ in range(3):
        found = shown(http.get(f"{app.url}/kept").text)
        assert found["assets"] == [{"path": "favicon.svg"}]
        assert {"id": "/reading/api", "page": False, "endpoint": True} in found["routes"]
        assert (found["same"], found["immutable"]) == (True, [])


def test_match(app: DevApp) -> None:
    query = "&".join(f"to={quote(address)}" for address in MATCHING)
    for _ in range(3):
        text = http.get(f"{app.url}/matching?{query}").text
        assert shown(text) == list(MATCHING.values())


def test_bodies(app: DevApp) -> None:
    for _ in range(3):
        text = http.get(f"{app.url}/reading").text
        assert shown(text) == READING
        first, second, *_ = fetched(text)
        assert "data-hash" not in first
        assert "data-hash" in second
