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


def test_timers_are_told_with_their_line(app: DevApp) -> None:
    app.write("routes/ticking/+page.svelte", TIMER)
    app.wait_for("/ticking")
    log = app.wait_for_log("a timer was started while rendering")
    assert "src/routes/ticking/+page.svelte:4" in log
    assert log.count("a timer was started while rendering") == 1
    app.remove("routes/ticking")
