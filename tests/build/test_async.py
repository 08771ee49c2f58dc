"""An app whose components may `await`: Svelte renders it asynchronously, and renders interleave."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from typing import TYPE_CHECKING

import pytest

from support.v8 import V8, Page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from support.apps import Apps

pytestmark = [pytest.mark.node, pytest.mark.timeout(600)]

CONFIG = """
import { lissome } from 'lissome';
export default {
    plugins: [lissome({ version: { name: 'a' }, compilerOptions: { experimental: { async: true } } })]
};
"""
WAITS = """
<script>
    import { hydratable } from 'svelte';
    import { page } from '$app/state';
    let { data } = $props();
    const slow = await new Promise((done) => setTimeout(done, 5, data.name));
    const number = await hydratable('number', () => Promise.resolve(42));
</script>
<p id="slow">{slow} {page.url.searchParams.get('q')} {number}</p>
"""


@pytest.fixture(scope="module")
def v8(apps: Apps) -> Iterator[V8]:
    files = {"vite.config.js": CONFIG, "src/routes/waits/+page.svelte": WAITS}
    v8 = V8(apps.built_with("basics", files, to="async"))
    yield v8
    v8.close()


def begin(v8: V8, name: str) -> str:
    message = v8.input("/waits", {"name": name}, url=f"http://localhost/waits?q={name}", hash=True)
    answer = v8.send("r" + json.dumps(message))
    assert answer.startswith("p")
    return answer[1:]


def finish(v8: V8, render: str) -> Page:
    [request] = json.loads(v8.send(f"t{render}").removeprefix("w"))
    v8.send(f"s{render}\n{json.dumps([{'id': request['id'], 'value': None}])}")
    return Page.of(v8.send(f"t{render}"))


def test_renders_that_interleave_stay_apart(v8: V8) -> None:
    ann, bob = begin(v8, "ann"), begin(v8, "bob")
    assert '<p id="slow">bob bob 42</p>' in finish(v8, bob).body
    assert '<p id="slow">ann ann 42</p>' in finish(v8, ann).body


def test_hashes_of_sveltes_scripts_are_told(v8: V8) -> None:
    page = finish(v8, begin(v8, "ann"))
    script = re.search(r"<script>(.*?)</script>", page.head, re.DOTALL)
    assert script
    digest = base64.b64encode(hashlib.sha256(script[1].encode()).digest()).decode()
    assert page.meta["hashes"] == {"script": [f"sha256-{digest}"]}


def test_a_page_that_waits_for_nothing_is_finished_at_the_next_take(v8: V8) -> None:
    answer = v8.send("r" + json.dumps(v8.input("/about")))
    assert "<h1>about</h1>" in Page.of(v8.send(f"t{answer[1:]}")).body
