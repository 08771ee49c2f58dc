"""The state guard in `lissome dev`, in the browser, until the file is mended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from dev.conftest import FILE, LEFT, DevApp
from support.long import sampled

if TYPE_CHECKING:
    from dev.conftest import Open
    from support.console import Console

pytestmark = [pytest.mark.node, pytest.mark.xdist_group("dev in a browser")]


@pytest.mark.parametrize("colours", sampled(["light", "dark"], 2))
def test_panel(leaky: DevApp, visit: Open, console: Console, colours: str) -> None:
    page = visit("/leaky")
    page.emulate_media(color_scheme="dark" if colours == "dark" else "light")
    panel = page.locator("lissome-inspector section.panel")
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
    expect(page.get_by_label("Open the inspector")).to_contain_text("1")
    console.assert_clean()


def test_panel_goes_when_the_file_is_mended(leaky: DevApp, visit: Open) -> None:
    page = visit("/leaky")
    panel = page.locator("lissome-inspector section.findings")
    expect(panel).to_have_count(1)
    leaky.edit(FILE, LEFT, "pass")
    try:
        expect(panel).to_have_count(0)
        assert page.evaluate("window.kept === true")
    finally:
        leaky.edit(FILE, "pass", LEFT)
    expect(panel).to_have_count(1)
