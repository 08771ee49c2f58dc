"""What a render leaves behind in `lissome dev`: taken back, and told with the line that did it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support import http

if TYPE_CHECKING:
    from dev.conftest import DevApp

pytestmark = pytest.mark.node

PATCH = """<script>
	const before = [].left;

	// @ts-ignore
	Array.prototype.left = 'by a render';
	Math.random = () => 7;
</script>

<p>before: {before}</p>
<p>after: {[].left}</p>
"""

TIMER = """<script>
	let ticks = 0;

	setInterval(() => (ticks += 1), 1000);
</script>

<p>{ticks}</p>
"""


def test_changed_builtins_are_taken_back_and_told_once(app: DevApp) -> None:
    app.write("routes/patching/+page.svelte", PATCH)
    app.wait_for("/patching")
    for _ in range(3):
        page = http.get(f"{app.url}/patching").text
        assert "before: </p>" in page.replace("<!---->", "").replace("undefined", "")
        assert "after: by a render" in page.replace("<!---->", "")
    app.wait_for_log("+page.svelte:6: Math.random was changed")
    log = app.wait_for_log("+page.svelte:5: Array.prototype.left was changed")
    assert (
        log.count("src/routes/patching/+page.svelte:5: Array.prototype.left was changed while rendering") == 1
    )
    assert log.count("src/routes/patching/+page.svelte:6: Math.random was changed") == 1
    app.remove("routes/patching")


UNNAMED = """<script>
	import { page } from '$app/state';

	const user = page.url.searchParams.get('user');
	const key = ['le', 'ft'].join('');
	const places = [[], async () => {}, new Intl.Segmenter(), Promise.resolve(), [].values()];
	const before = [...places, JSON.parse].map((place) => place[key]).join('');
	for (const place of places) Object.getPrototypeOf(place)[key] = user;
	JSON.parse[key] = user;
</script>

<p>before: {before}</p>
<p>after: {[][key]}</p>
"""

REJECTED = """<script>
	import { page } from '$app/state';

	if (page.url.searchParams.has('reject')) Promise.reject(new Error('nobody waits'));
</script>

<p>rendered</p>
"""


def test_what_no_line_names_is_taken_back_too(app: DevApp) -> None:
    app.write("routes/unnamed/+page.svelte", UNNAMED)
    app.wait_for("/unnamed?user=first")
    for user in ("mara", "odin"):
        page = http.get(f"{app.url}/unnamed?user={user}").text.replace("<!---->", "")
        assert "before: </p>" in page
        assert f"after: {user}</p>" in page
    app.remove("routes/unnamed")


def test_a_rejection_that_nobody_waits_for_does_not_end_vite(app: DevApp) -> None:
    app.write("routes/rejected/+page.svelte", REJECTED)
    app.wait_for("/rejected")
    before = app.server.log().count("Vite ended")
    for _ in range(2):
        assert "rendered" in http.get(f"{app.url}/rejected?reject").text
    log = app.wait_for_log("A promise was rejected that nobody waits for: Error: nobody waits")
    assert log.count("Vite ended") == before
    app.remove("routes/rejected")


def test_timers_are_told_with_their_line(app: DevApp) -> None:
    app.write("routes/ticking/+page.svelte", TIMER)
    app.wait_for("/ticking")
    log = app.wait_for_log("a timer was started while rendering")
    assert "src/routes/ticking/+page.svelte:4" in log
    assert log.count("a timer was started while rendering") == 1
    app.remove("routes/ticking")
