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

# The client's and the server's part of all this is tried in production too, and dev needs a server for it.
pytestmark = [pytest.mark.node, pytest.mark.long]

PAGE = "<script>let { data } = $props();</script><pre>{JSON.stringify(data)}</pre>\n"
LOAD = """
import photo from './photo.svg?no-inline';
import words from './words.json?url&no-inline';

export async function load({ fetch }) {
	const answers = [];
	for (const address of [photo, words, '/favicon.svg', '/src/none.svg']) {
		const response = await fetch(address);
		answers.push([response.status, response.ok ? (await response.text()).trim() : '']);
	}
	return { answers };
}
"""
PHOTO = '<svg xmlns="http://www.w3.org/2000/svg"/>'


@pytest.fixture(scope="module")
def app(apps: Apps, serve: Serve) -> Iterator[DevApp]:
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


def test_imported_assets_can_be_fetched(app: DevApp) -> None:
    favicon = (app.root / "static" / "favicon.svg").read_text().strip()
    app.write("routes/assets/photo.svg", PHOTO)
    app.write("routes/assets/words.json", '["words"]')
    app.write("routes/assets/+page.svelte", PAGE)
    app.write("routes/assets/+page.js", LOAD)
    app.wait_for("/assets")
    for _ in range(3):
        answers = shown(http.get(f"{app.url}/assets").text)["answers"]
        assert answers == [[200, PHOTO], [200, '["words"]'], [200, favicon], [404, ""]]
