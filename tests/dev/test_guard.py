"""The state guard in `lissome dev`: on the terminal and in the browser, until the file is mended."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import httpx
import pytest
from playwright.sync_api import expect

from dev.conftest import DevApp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Serve
    from dev.conftest import Open
    from support.apps import Apps
    from support.console import Console

pytestmark = pytest.mark.node

LEAKY = """
import asyncio


def load(event):
    {start}
    return {{"number": 42}}
"""
LEFT = "asyncio.create_task(asyncio.sleep(600))"
PAGE = "<script>let { data } = $props();</script><h1>leaky {data.number}</h1><textarea></textarea>\n"
FILE = "routes/leaky/+page.server.py"


@pytest.fixture(scope="module")
def leaky(app: DevApp) -> DevApp:
    app.write("routes/leaky/+page.svelte", PAGE)
    app.write(FILE, LEAKY.format(start=LEFT).lstrip())
    app.wait_for("/leaky")
    return app


def wait_for_log(app: DevApp, text: str) -> str:
    deadline = time.monotonic() + 10
    while text not in app.server.log():
        assert time.monotonic() < deadline, app.server.log()
        time.sleep(0.05)
    return app.server.log()


def test_terminal(leaky: DevApp) -> None:
    log = wait_for_log(leaky, "state guard: left behind by a request")
    assert "src/routes/leaky/+page.server.py:5  asyncio task sleep()" in log
    assert f">    5 |     {LEFT}" in log
    assert "seen in GET /leaky" in log
    for _ in range(2):
        assert httpx.get(f"{leaky.url}/leaky").status_code == 200
    time.sleep(0.3)
    assert leaky.server.log().count("asyncio task sleep()") == 1


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_panel(leaky: DevApp, visit: Open, console: Console, colours: str) -> None:
    page = visit("/leaky")
    page.emulate_media(color_scheme="dark" if colours == "dark" else "light")
    panel = page.locator("lissome-findings section")
    expect(panel).to_contain_text("State guard: 1 finding")
    expect(panel).to_contain_text(LEFT)
    expect(panel.locator("p").first).to_be_hidden()
    panel.locator("summary").click()
    expect(panel.locator("p").first).to_contain_text("event.spawn")
    with page.expect_request("**/__open-in-editor?**") as asked:
        panel.get_by_text("src/routes/leaky/+page.server.py:5").click()
    assert str(leaky.root) in asked.value.url.replace("%2F", "/")
    page.fill("textarea", "the page works")
    page.set_viewport_size({"width": 360, "height": 640})
    box = panel.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    assert box["height"] < 320
    panel.get_by_label("Close").click()
    expect(panel).to_have_count(0)
    console.assert_clean()


def test_panel_goes_when_the_file_is_mended(leaky: DevApp, visit: Open) -> None:
    page = visit("/leaky")
    panel = page.locator("lissome-findings section")
    expect(panel).to_have_count(1)
    leaky.edit(FILE, LEFT, "pass")
    try:
        expect(panel).to_have_count(0)
        assert page.evaluate("window.kept === true")
    finally:
        leaky.edit(FILE, "pass", LEFT)
    expect(panel).to_have_count(1)


def test_what_is_meant_is_silent(leaky: DevApp) -> None:
    leaky.edit(FILE, LEFT, f"{LEFT}  # lissome: shared -- a test")
    try:
        time.sleep(1)
        before = leaky.server.log().count("state guard")
        assert httpx.get(f"{leaky.url}/leaky").status_code == 200
        time.sleep(0.4)
        assert leaky.server.log().count("state guard") == before
    finally:
        leaky.edit(FILE, f"{LEFT}  # lissome: shared -- a test", LEFT)


@pytest.fixture(params=["option", "setting"])
def unguarded(apps: Apps, serve: Serve, request: pytest.FixtureRequest) -> Iterator[DevApp]:
    root = apps.copy("basics", to=f"dev-unguarded-{request.param}")
    options = ("--no-guard",) if request.param == "option" else ()
    if not options:
        (root / "pyproject.toml").write_text("[tool.lissome]\nguard = false\n")
    (root / "src" / "routes" / "leaky").mkdir()
    (root / "src" / "routes" / "leaky" / "+server.py").write_text(
        f"import asyncio\n\n\nasync def GET(event):\n    {LEFT}\n    return 'ok'\n"
    )
    with serve(root, command="dev", probe="/robots.txt", options=options) as server:
        yield DevApp(root, server)


def test_switched_off(unguarded: DevApp) -> None:
    unguarded.wait_for("/leaky")
    time.sleep(0.4)
    assert "state guard" not in unguarded.server.log()
