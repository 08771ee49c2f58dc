"""`fetch` of universal loads: what V8 gets."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import httpx
import pytest

from support.fetching import Within, redirecting, universal, via
from support.upstream import Upstream, recording


async def test_universal_loads_learn_of_redirects(within: Within, first: Upstream, second: Upstream) -> None:
    url = via(first.url, f"{second.url}/x?a#part")
    for _ in range(3):
        got = await within(partial(universal, url=url))
        assert (got["status"], got["url"], got["redirected"]) == (200, f"{second.url}/x?a", True)
        got = await within(partial(universal, url=f"{first.url}/x"))
        assert (got["url"], got["redirected"]) == (f"{first.url}/x", False)
        got = await within(partial(universal, url=url, redirect="manual"))
        assert (got["status"], got["url"], got["redirected"]) == (302, url.partition("#")[0], False)
        assert ("location", f"{second.url}/x?a") in got["headers"]
        assert got["body"] == "moved"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_may_be_an_error(within: Within, first: Upstream, status: int) -> None:
    url = via(first.url, "/x", status=status)
    with pytest.raises(httpx.RequestError, match=f"^fetch failed: {status}: unexpected redirect$"):
        await within(partial(universal, url=url, redirect="error"))
    got = await within(partial(universal, url=f"{first.url}/x", redirect="error"))
    assert got["status"] == 200


async def test_failures_have_a_text_for_universal_loads(within: Within, first: Upstream) -> None:
    async with recording(redirecting) as gone:
        pass
    with pytest.raises(httpx.ConnectError, match=r"^fetch failed: "):
        await within(partial(universal, url=gone.url))

    async def handle_fetch(*, event: Any, request: httpx.Request, fetch: Any) -> Any:
        raise httpx.ReadTimeout("")

    with pytest.raises(httpx.ReadTimeout, match=r"^fetch failed: ReadTimeout$"):
        await within(partial(universal, url=first.url), handle_fetch=handle_fetch)


@pytest.mark.parametrize(
    ("mode", "origin"), [("cors", "http://app.test"), ("no-cors", None), (None, "http://app.test")]
)
async def test_origin_by_mode(within: Within, first: Upstream, mode: str | None, origin: str | None) -> None:
    got = await within(partial(universal, url=f"{first.url}/x", mode=mode), host="app.test")
    assert json.loads(got["body"])["headers"].get("origin") == origin


async def test_headers_are_bytes_as_javascript_has_them(within: Within, first: Upstream) -> None:
    got = await within(partial(universal, url=f"{first.url}/x", headers=[("x-own", "é")]))
    assert json.loads(got["body"])["headers"]["x-own"] == "é"
