"""Redirects of `event.fetch`, and who gets credentials on their way: real servers, and what they see."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from support.fetching import Within, told, via
from support.upstream import Upstream

# -- redirects


async def test_redirects_are_followed(within: Within, first: Upstream, second: Upstream) -> None:
    url = via(first.url, first.url, second.url, f"{first.url}/end?a=1#part")
    for _ in range(3):
        response = await within.fetch(url)
        assert response.json()["target"] == "/end?a=1"
        assert str(response.url) == f"{first.url}/end?a=1#part"
        assert [each.status_code for each in response.history] == [302, 302, 302]
        assert [len(each.history) for each in response.history] == [0, 1, 2]
    assert (len(first.asked), len(second.asked)) == (9, 3)


@pytest.mark.parametrize(
    "location", ["/end", "", "http://[", "file:///etc/passwd", "https://name:word@a.test/"]
)
async def test_redirects_that_are_not_to_be_followed(within: Within, first: Upstream, location: str) -> None:
    url = f"{first.url}/to/307?{location}"
    response = await within.fetch(url, follow_redirects=False)
    assert (response.status_code, response.text, response.history) == (307, "moved", [])
    assert response.headers["location"] == location
    assert response.has_redirect_location
    assert len(first.asked) == 1


@pytest.mark.parametrize("location", ["http://[", "file:///etc/passwd", "https://name:word@a.test/"])
async def test_redirects_that_nobody_follows(within: Within, first: Upstream, location: str) -> None:
    with pytest.raises(httpx.RemoteProtocolError, match="307: redirect to"):
        await within.fetch(f"{first.url}/to/307?{location}")


async def test_at_most_twenty_redirects(within: Within, first: Upstream) -> None:
    url = via(*[first.url] * 20, f"{first.url}/end")
    assert len((await within.fetch(url)).history) == 20
    with pytest.raises(httpx.TooManyRedirects, match="more than 20 redirects"):
        await within.fetch(via(first.url, url))
    assert len(first.asked) == 42  # 21 each


async def test_a_post_becomes_a_get(within: Within, first: Upstream) -> None:
    seen = {}
    for status in (301, 302, 303, 307, 308):
        url = via(first.url, f"{first.url}/end", status=status)
        last = (await within.fetch(url, method="POST", json={"a": 1})).json()
        seen[status] = last["method"], last["body"], last["headers"].get("content-type")
    whole = "POST", '{"a":1}', "application/json"
    assert seen == {
        301: ("GET", "", None),
        302: ("GET", "", None),
        303: ("GET", "", None),
        307: whole,
        308: whole,
    }


async def test_bodies_that_can_be_sent_again(within: Within, first: Upstream) -> None:
    url = via(first.url, f"{first.url}/end", status=307)
    for body in (iter([b"a", b"b"]), [b"a", b"b"], b"ab", "ab"):
        response = await within.fetch(url, method="POST", content=body)
        assert response.json()["body"] == "ab"
    files = {"file": ("name.txt", b"contents")}
    response = await within.fetch(url, method="POST", files=files)
    assert "contents" in response.json()["body"]


async def test_a_body_that_is_gone_after_the_first_time(within: Within, first: Upstream) -> None:
    async def body() -> AsyncIterator[bytes]:
        yield b"once"

    url = f"{first.url}/end"
    assert (await within.fetch(url, method="POST", content=body())).json()["body"] == "once"
    with pytest.raises(httpx.StreamConsumed):
        await within.fetch(via(first.url, url, status=307), method="POST", content=body())


# -- who gets credentials


async def test_authorization_stays_with_its_origin(within: Within, first: Upstream, second: Upstream) -> None:
    own = {"authorization": "Bearer app", "proxy-authorization": "x", "x-own": "1"}

    async def seen(*stops: str) -> tuple[str | None, str | None, str | None]:
        headers = told(await within.fetch(via(*stops), headers=own))
        return headers.get("authorization"), headers.get("proxy-authorization"), headers.get("x-own")

    assert await seen(first.url, f"{first.url}/x") == ("Bearer app", "x", "1")
    assert await seen(first.url, f"{second.url}/x") == (None, None, "1")
    assert await seen(first.url, f"{first.by_name}/x") == (None, None, "1")
    assert await seen(first.url, second.url, f"{first.url}/x") == (None, None, "1")


async def test_cookies_go_where_sveltekit_sends_them(
    within: Within, first: Upstream, second: Upstream
) -> None:
    """Each hop: to the page's host, whatever the port. But none once another host has chosen."""

    async def seen(*stops: str, **options: Any) -> str | None:
        response = await within.fetch(via(*stops), host="127.0.0.1", **options)
        return told(response).get("cookie")

    for _ in range(3):
        assert await seen(f"{first.url}/x") == "session=alice"
        assert await seen(first.url, f"{second.url}/x") == "session=alice"
        assert await seen(f"{first.by_name}/x") is None
        assert await seen(first.url, f"{second.by_name}/x") is None
        assert await seen(first.by_name, f"{second.url}/x") is None
        assert await seen(first.url, second.by_name, f"{first.url}/x") is None
        assert await seen(first.url, f"{second.url}/x", credentials="omit") is None
        assert await seen(f"{first.by_name}/x", credentials="include") is None


async def test_cookies_of_the_call_stay_with_its_origin(
    within: Within, first: Upstream, second: Upstream
) -> None:
    async def seen(*stops: str, host: str = "app.test", **options: Any) -> str | None:
        response = await within.fetch(via(*stops), host=host, **options)
        return told(response).get("cookie")

    ways: tuple[dict[str, Any], ...] = ({"cookies": {"key": "1"}}, {"headers": {"cookie": "key=1"}})
    for options in ways:
        assert await seen(first.url, f"{first.url}/x", **options) == "key=1"
        assert await seen(first.url, f"{second.url}/x", **options) is None
        assert await seen(first.url, f"{first.url}/x", host="127.0.0.1", **options) == "session=alice; key=1"
        assert await seen(first.url, f"{second.url}/x", host="127.0.0.1", **options) == "session=alice"


async def test_the_users_authorization_goes_to_no_other_origin(within: Within, first: Upstream) -> None:
    response = await within.fetch(f"{first.url}/x", host="127.0.0.1")
    assert "authorization" not in told(response)


async def test_a_redirect_to_the_app_goes_over_the_network(
    within: Within, first: Upstream, second: Upstream
) -> None:
    """As on Node; and without the user's cookies, because another server has chosen the URL."""
    own = httpx.URL(first.url).netloc.decode()
    url = via(second.by_name, f"{first.url}/api/json")
    response = await within.fetch(url, follow_redirects=True, host=own)
    assert not {"cookie", "authorization"} & told(response).keys()
    assert first.seen() == ["GET /api/json"]


async def test_origin_is_sent_to_other_origins(within: Within, first: Upstream, second: Upstream) -> None:
    response = await within.fetch(via(first.url, f"{second.url}/x"), host="app.test")
    assert told(response)["origin"] == "http://app.test"
