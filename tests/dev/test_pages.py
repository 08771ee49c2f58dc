"""`lissome dev` in a browser: pages, and what happens to an open page when files change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from support import http

if TYPE_CHECKING:
    from conftest import NewPage
    from dev.conftest import DevApp, Open
    from support.console import Console

pytestmark = [pytest.mark.node, pytest.mark.xdist_group("dev in a browser")]


def is_same_document(page: Page) -> bool:
    """Whether the page was not loaded again since `visit`."""
    kept: bool = page.evaluate("window.kept === true")
    return kept


def test_page_is_rendered_styled_and_hydrated(app: DevApp, visit: Open, console: Console) -> None:
    html = http.get(app.url).text
    assert "<h1" in html
    assert "hello" in html
    assert "color: teal" in html.partition("</head>")[0]

    page = visit("/")
    page.click("#counter")
    expect(page.locator("#counter")).to_have_text("clicks: 1")
    expect(page.locator("h1")).to_have_css("color", "rgb(0, 128, 128)")
    console.assert_clean()


def test_navigation_and_universal_loads(app: DevApp, visit: Open, console: Console) -> None:
    page = visit("/items/1")
    expect(page.locator("#stock")).to_contain_text("stock of 1:")
    page.click("text=item 2")
    expect(page.locator("h1")).to_have_text("two")
    assert is_same_document(page)
    console.assert_clean()
    assert http.get(f"{app.url}/items/1?moved").status_code == 307
    assert http.get(f"{app.url}/items/1?forbidden").status_code == 403


def test_form_actions(visit: Open) -> None:
    page = visit("/")
    page.click("form button")
    expect(page.locator("#error")).to_have_text("A name is needed")
    assert is_same_document(page)


def test_svelte_file_updates_in_place(app: DevApp, visit: Open, console: Console) -> None:
    page = visit("/about")
    app.edit("routes/about/+page.svelte", "<h1>", "<h1>New: ")
    try:
        expect(page.locator("h1")).to_contain_text("New: ")
        assert is_same_document(page)
    finally:
        app.edit("routes/about/+page.svelte", "<h1>New: ", "<h1>")
    expect(page.locator("h1")).not_to_contain_text("New: ")
    console.assert_clean()


def test_css_updates_in_place(app: DevApp, visit: Open) -> None:
    page = visit("/")
    expect(page.locator("h1")).to_have_css("color", "rgb(0, 128, 128)")
    page.click("#counter")
    app.edit("routes/+page.svelte", "color: teal", "color: rgb(1, 2, 3)")
    try:
        expect(page.locator("h1")).to_have_css("color", "rgb(1, 2, 3)")
        assert is_same_document(page)
        expect(page.locator("#counter")).to_have_text("clicks: 1")
    finally:
        app.edit("routes/+page.svelte", "color: rgb(1, 2, 3)", "color: teal")


def test_python_load_gives_new_data_and_keeps_state(app: DevApp, visit: Open, console: Console) -> None:
    page = visit("/")
    page.click("#counter")
    app.edit("routes/+page.server.py", '"hello"', '"jello"')
    try:
        expect(page.locator("h1")).to_have_text("jello")
        assert is_same_document(page)
        expect(page.locator("#counter")).to_have_text("clicks: 1")
    finally:
        app.edit("routes/+page.server.py", '"jello"', '"hello"')
    expect(page.locator("h1")).to_have_text("hello")
    console.assert_clean()


def test_helper_modules_are_loaded_again(app: DevApp, visit: Open) -> None:
    app.write("lib/words.py", 'WORD = "first"\n')
    app.write(
        "routes/helped/+page.server.py",
        "from lib.words import WORD\n\n\ndef load(event):\n    return {'word': WORD}\n",
    )
    app.write("routes/helped/+page.svelte", "<script>let { data } = $props();</script><h1>{data.word}</h1>\n")
    app.wait_for("/helped")
    page = visit("/helped")
    try:
        expect(page.locator("h1")).to_have_text("first")
        app.edit("lib/words.py", "first", "later")
        expect(page.locator("h1")).to_have_text("later")
        assert is_same_document(page)
    finally:
        app.remove("routes/helped")
    expect(page.locator("body")).to_contain_text("404")
    (app.root / "src" / "lib" / "words.py").unlink()


def test_new_route_is_served_and_a_removed_one_is_not(app: DevApp, visit: Open, console: Console) -> None:
    app.write("routes/fresh/+page.server.py", "def load(event):\n    return {'number': 42}\n")
    app.write(
        "routes/fresh/+page.svelte", "<script>let { data } = $props();</script><h1>fresh {data.number}</h1>\n"
    )
    app.wait_for("/fresh")
    page = visit("/fresh")
    expect(page.locator("h1")).to_have_text("fresh 42")
    console.assert_clean()
    app.remove("routes/fresh")
    expect(page.locator("body")).to_contain_text("404")
    app.wait_for("/fresh", status=404)


def test_broken_python_is_explained_and_mended(app: DevApp, visit: Open) -> None:
    page = visit("/")
    page.click("#counter")
    app.edit("routes/+page.server.py", "async def load(", "async def load((")
    try:
        overlay = page.locator("vite-error-overlay")
        expect(overlay).to_contain_text("SyntaxError")
        expect(overlay).to_contain_text("src/routes/+page.server.py:4")
        broken = page.context.new_page()
        response = broken.goto(app.url)
        assert response is not None
        assert response.status == 500
        expect(broken.locator("body")).to_contain_text("src/routes/+page.server.py:4")
        expect(broken.locator("pre")).to_contain_text("async def load((")
        assert "SyntaxError" in app.log()
    finally:
        app.edit("routes/+page.server.py", "async def load((", "async def load(")
    expect(broken.locator("h1")).to_have_text("hello")
    expect(overlay).to_have_count(0)
    assert is_same_document(page)
    expect(page.locator("#counter")).to_have_text("clicks: 1")


def test_a_mistake_is_said_on_the_terminal_and_in_the_browser(app: DevApp, visit: Open) -> None:
    page = visit("/rows")
    app.write("lib/server/refusal.py", "from lissome import fail\n\n\ndef refuse():\n    fail(400, {})\n")
    line = "src/lib/server/refusal.py:5: fail() is returned, not called: write return fail(400, {})"
    app.wait_for_log(line)
    page.get_by_text("fail() is returned, not called").first.wait_for()
    (app.root / "src" / "lib" / "server" / "refusal.py").unlink()
    page.locator("vite-error-overlay").wait_for(state="detached")


def test_a_broken_component_is_explained_and_mended(app: DevApp, visit: Open) -> None:
    app.edit("routes/about/+page.svelte", "<h1>", "<h1>{#if}")
    try:
        app.wait_for("/about", status=500)
    finally:
        app.edit("routes/about/+page.svelte", "<h1>{#if}", "<h1>")
    app.wait_for("/about")


@pytest.mark.parametrize(
    ("file", "good", "bad"),
    [
        pytest.param(
            *("routes/about/+page.svelte", "<h1>", "<h1>{nothing.of.that.name}"),
            id="component",
            marks=pytest.mark.long,
        ),
        pytest.param("routes/+layout.server.py", "    return", "    return missing  #", id="root"),
    ],
)
def test_an_error_page_goes_when_the_file_is_mended(
    app: DevApp, new_page: NewPage, file: str, good: str, bad: str
) -> None:
    """Whether kit's client shows the error, or src/error.html without it."""
    app.edit(file, good, bad)
    page = new_page()
    try:
        app.wait_for("/about", status=500)
        page.goto(f"{app.url}/about")
        expect(page.locator("body")).to_contain_text("500")
        # connected: from now on the page is told of changes
        page.wait_for_load_state("networkidle")
    finally:
        app.edit(file, bad, good)
    expect(page.locator("h1")).to_have_text("about")


@pytest.mark.long  # test_requests.py asks for the same without a browser
def test_pages_work_beside_a_broken_route(app: DevApp, visit: Open) -> None:
    page = visit("/about")
    app.edit("routes/+page.server.py", "async def load(", "import nowhere\nasync def load(")
    try:
        overlay = page.locator("vite-error-overlay")
        expect(overlay).to_contain_text("nowhere")
        page.keyboard.press("Escape")
        page.evaluate("document.querySelector('a[href=\"/\"]').click()")
        expect(page.locator("h1")).to_have_text("ModuleNotFoundError: No module named 'nowhere'")
        page.go_back()
        expect(page.locator("h1")).to_have_text("about")
        page.go_forward()
        expect(page.locator("h1")).to_contain_text("nowhere")
    finally:
        app.edit("routes/+page.server.py", "import nowhere\nasync def load(", "async def load(")
    expect(page.locator("h1")).to_have_text("hello")
