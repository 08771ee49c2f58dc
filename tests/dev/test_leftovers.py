"""What a render leaves behind or logs in `lissome dev`: told with its line, and gone with the next render."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support import http

if TYPE_CHECKING:
    from dev.conftest import DevApp

pytestmark = [pytest.mark.node, pytest.mark.xdist_group("dev")]

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
        page = http.get(f"{app.url}/patching").text.replace("<!---->", "")
        assert "before: </p>" in page.replace("undefined", "")
        assert "after: by a render" in page
    log = app.wait_for_log("This app changes builtins (Array.prototype.left, Math.random)")
    assert "src/routes/patching/+page.svelte:5" in log
    assert log.count("This app changes builtins") == 1
    app.remove("routes/patching")


UNNAMED = """<script>
	import { page } from '$app/state';

	const user = page.url.searchParams.get('user');
	const key = ['le', 'ft'].join('');
	const places = [[], async () => {}, new Intl.Segmenter(), Promise.resolve(), [].values()];
	const before = places.map((place) => place[key]).join('');
	for (const place of places) Object.getPrototypeOf(place)[key] = user;
</script>

<p>before: {before}</p>
<p>after: {[][key]}</p>
"""

LOGGED = """<script>
	import Card from './Card.svelte';

	console.log('from the page', { number: 42 });
</script>

<Card />
"""

CARD = """<script>
	function warn() {
		console.warn('from the card');
	}

	warn();
</script>

<p>a card</p>
"""


def test_what_no_line_names_is_taken_back_too(app: DevApp) -> None:
    app.write("routes/unnamed/+page.svelte", UNNAMED)
    app.wait_for("/unnamed?user=first")
    for user in ("mara", "odin"):
        page = http.get(f"{app.url}/unnamed?user={user}").text.replace("<!---->", "")
        assert "before: </p>" in page
        assert f"after: {user}</p>" in page
    app.remove("routes/unnamed")


def test_console_lines_are_told_with_component_file_and_line(app: DevApp) -> None:
    app.write("routes/logging/Card.svelte", CARD)
    app.write("routes/logging/+page.svelte", LOGGED)
    app.wait_for("/logging")
    log = app.wait_for_log("from the card")
    assert 'src/routes/logging/+page.svelte:4: from the page {"number":42}' in log
    assert "src/routes/logging/Card.svelte:3 (warn): from the card" in log
    app.remove("routes/logging")


def test_timers_are_told_with_their_line(app: DevApp) -> None:
    app.write("routes/ticking/+page.svelte", TIMER)
    app.wait_for("/ticking")
    log = app.wait_for_log("a timer was started while rendering")
    assert "src/routes/ticking/+page.svelte:4" in log
    assert log.count("a timer was started while rendering") == 1
    app.remove("routes/ticking")
