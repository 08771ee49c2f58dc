"""Many asynchronous renders at once: clients leave some, one loops, none sees another."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import pytest

from lissome.errors import RenderTimeout
from lissome.ssr import Limits, Rendered
from ssr.pages import Pages
from support.apps import Apps, build

pytestmark = [pytest.mark.node, pytest.mark.timeout(600)]

CONFIG = """
import { lissome } from 'lissome';
export default { plugins: [lissome({ compilerOptions: { experimental: { async: true } } })] };
"""
PAGE = """<script>
	import { setContext } from 'svelte';
	import { get, writable } from 'svelte/store';
	import { page } from '$app/state';
	import { map, rune } from '#lib/rune.svelte.js';
	import Deep from './Deep.svelte';

	const user = page.url.searchParams.get('user');
	const store = writable(user);
	setContext('user', user);
	rune.left = user;
	map.set('user', user);
	globalThis.left = user;
	await new Promise((done) => setTimeout(done, Number(user.split('-')[1]) % 7));
	if (page.url.searchParams.has('loop')) for (;;);
	const answer = await (await fetch(`http://upstream.example/${user}`)).text();
	const own = [page.url.searchParams.get('user'), rune.left, map.get('user'), globalThis.left];
	const shown = [...own, get(store), $store, answer];
</script>

<p>{shown.join()}</p>
<Deep />
"""
DEEP = """<script>
	import { getContext } from 'svelte';
	import { page } from '$app/state';
	import { rune } from '#lib/rune.svelte.js';

	const user = getContext('user');
	const answer = await (await fetch(`http://upstream.example/${user}/deep`)).text();
	await null;
	const shown = [user, page.url.searchParams.get('user'), rune.left, globalThis.left, answer];
</script>

<p>{shown.join()}</p>
"""


@pytest.fixture(scope="module")
def pages(apps: Apps) -> Pages:
    app = apps.copy("universal", to="overlapping")
    (app / "vite.config.js").write_text(CONFIG)
    route = app / "src" / "routes" / "canary"
    route.mkdir()
    (route / "+page.svelte").write_text(PAGE)
    (route / "Deep.svelte").write_text(DEEP)
    return Pages.read(build(app))


class Upstream:
    """Answers each fetch with the user in its address, in an order of its own."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.begun: dict[str, asyncio.Event] = {}

    async def __call__(self, request: dict[str, Any]) -> dict[str, Any]:
        user = request["url"].split("/")[3]
        self.asked.append(request["url"])
        self.begun.setdefault(user, asyncio.Event()).set()
        for _ in range(len(self.asked) * 7 % 11):
            await asyncio.sleep(0)
        return {
            "status": 200,
            "status_text": "OK",
            "headers": [],
            "body": user,
            "b64": False,
            "url": request["url"],
            "readable": None,
        }


def shown(rendered: Rendered) -> set[str]:
    """All users that a page shows."""
    texts = re.findall(r"<p>(.*?)</p>", rendered.body.decode().replace("<!---->", ""))
    assert len(texts) == 2
    return {user for text in texts for user in text.split(",")}


async def leave(work: asyncio.Task[Rendered], begun: asyncio.Event) -> None:
    """A client leaves while its page waits for an answer."""
    await begun.wait()
    work.cancel()
    await asyncio.gather(work, return_exceptions=True)


async def test_each_page_shows_its_own_user_only(pages: Pages) -> None:
    renderer = pages.renderer(limits=Limits(time=2, heap=96 << 20))
    renderer.start()
    upstream = Upstream()
    users = [f"user-{n}-{n}" for n in range(60)]
    looping, leaving = users[7:8], users[3::5]
    work = {}
    for user in users:
        loop = "&loop" if user in looping else ""
        message = pages.message("/canary", f"user={user}{loop}")
        work[user] = asyncio.create_task(renderer.render(message, upstream))
        upstream.begun.setdefault(user, asyncio.Event())
    await asyncio.gather(*(leave(work[user], upstream.begun[user]) for user in leaving))
    ended = await asyncio.wait_for(asyncio.gather(*work.values(), return_exceptions=True), 120)
    for user, answer in zip(users, ended, strict=True):
        if user in looping:
            assert isinstance(answer, RenderTimeout)
        elif user in leaving:
            assert isinstance(answer, asyncio.CancelledError)
        else:
            assert isinstance(answer, Rendered), answer
            assert shown(answer) == {user}
    assert len(upstream.asked) == len(set(upstream.asked)), "what was fetched is not fetched again"
    assert (await renderer.engine.call(b"t1"))[:1] in b"e", "no render is left behind"
    renderer.close()


async def test_answers_that_nobody_waits_for_are_ignored(pages: Pages) -> None:
    """Of renders that were dropped, of requests that were never made, and made twice."""
    isolate = pages.isolate()
    first = (await isolate.call(b"r" + pages.message("/canary", "user=user-0-0")))[1:]
    second = (await isolate.call(b"r" + pages.message("/canary", "user=user-1-1")))[1:]
    answer = b'[{"id":1,"value":{"status":200,"status_text":"","headers":[],"body":"user-0-0","b64":false}}]'
    await isolate.call(b"d" + first)
    for message in (
        b"s" + first + b"\n" + answer,
        b"s999\n" + answer,
        b"s" + second + b'\n[{"id":99,"value":1}]',
    ):
        assert await isolate.call(message) == b""
    assert (await isolate.call(b"t" + first))[:1] == b"e"
    asked = await isolate.call(b"t" + second)
    assert b'"timer"' in asked
    for _ in range(2):
        assert await isolate.call(b"s" + second + b'\n[{"id":1,"value":null}]') == b""
    assert b"upstream.example/user-1-1" in await isolate.call(b"t" + second)
    isolate.close()
