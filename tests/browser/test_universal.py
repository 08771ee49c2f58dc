"""What universal loads have fetched on the server, the browser does not fetch again."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from support.hydration import hydrated
from support.universal import READING

if TYPE_CHECKING:
    from conftest import NewPage, Serve


def test_two_responses_of_one_address(
    serve: Serve, built_app: Callable[[str], Path], new_page: NewPage
) -> None:
    with serve(built_app("universal"), probe="/favicon.svg") as server:
        page = new_page(base_url=server.url)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.method) if "/api" in request.url else None)
        page.goto("/reading")
        hydrated(page)
        assert json.loads(page.locator("pre").inner_text()) == READING
        assert asked == ["POST", "POST"]  # a buffer and a Request: SvelteKit's client recognises neither
