"""`lissome dev` over HTTP: what is served, and what a changed file changes."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from support import http

if TYPE_CHECKING:
    from dev.conftest import DevApp

pytestmark = pytest.mark.node


def test_timers_hooks_and_matchers(app: DevApp) -> None:
    assert http.get(f"{app.url}/timer").status_code == 200
    assert http.get(f"{app.url}/number/12").status_code == 200
    assert http.get(f"{app.url}/number/twelve").status_code == 404
    assert "about" in http.get(f"{app.url}/rerouted").text
    types = http.get(f"{app.url}/types").text
    assert '<p id="vector">5</p>' in types  # transport: decoded by the app's own hook
    assert '<p id="when">true 2026-01-02T03:04:05.000Z</p>' in types


def test_each_render_has_its_own_modules(app: DevApp) -> None:
    first, second = (http.get(f"{app.url}/module-state").text for _ in range(2))
    assert first == second


def test_static_files_are_served_as_in_production(app: DevApp) -> None:
    favicon = http.get(f"{app.url}/favicon.svg")
    assert favicon.headers["content-type"] == "image/svg+xml"
    assert http.get(f"{app.url}/favicon.svg", headers={"range": "bytes=-2"}).content == favicon.content[-2:]
    assert http.post(f"{app.url}/favicon.svg", content=b"x").status_code == 405
    assert http.get(f"{app.url}/.env").status_code == 404
    assert http.get(f"{app.url}/package.json").status_code == 404


def test_static_files_are_served_as_they_are_now(app: DevApp) -> None:
    file = app.root / "static" / "fresh.html"
    file.write_text("first")
    try:
        app.wait_for_text("/fresh", "first")
        file.write_text("a later one")
        assert http.get(f"{app.url}/fresh").text == "a later one"
    finally:
        file.unlink()
    app.wait_for("/fresh", status=404)


def test_vites_own_endpoints_are_not_for_browsers(app: DevApp) -> None:
    assert http.post(f"{app.url}/__lissome/call", content=b"r{}").status_code in {404, 405}


def test_a_failing_render_shows_the_error_page(app: DevApp) -> None:
    response = http.get(f"{app.url}/render-boom")
    assert response.status_code == 500
    assert "Internal Error" in response.text


def test_an_import_error_says_where(app: DevApp) -> None:
    app.edit("hooks.server.py", "import Vector", "import Scalar")
    try:
        app.wait_for("/about", status=500)
        text = http.get(f"{app.url}/about", headers={"accept": "text/html"}).text
        assert "src/hooks.server.py:1" in text
        assert "Scalar" in text
        assert http.get(f"{app.url}/favicon.svg").status_code == 200
    finally:
        app.edit("hooks.server.py", "import Scalar", "import Vector")
    app.wait_for("/about")


def test_a_second_server_on_the_same_port_ends(app: DevApp) -> None:
    port = app.url.rpartition(":")[2]
    second = subprocess.run(
        [sys.executable, "-m", "lissome", "dev", str(app.root), "--port", port],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert second.returncode == 1
    assert f"port {port} of 127.0.0.1 is in use" in second.stderr


def test_a_component_that_loops_is_stopped(app: DevApp) -> None:
    response = http.get(f"{app.url}/loop")
    assert response.status_code == 500
    assert http.get(f"{app.url}/about").status_code == 200


def test_a_changed_configuration_starts_vite_again(app: DevApp) -> None:
    config = app.root / "vite.config.js"
    text = config.read_text()
    try:
        config.write_text(text.replace("basics-1", "basics-2"))
        app.wait_for_text("/", 'version: "basics-2"')
    finally:
        config.write_text(text)


def test_several_values_of_one_name(app: DevApp) -> None:
    form = {"explode": ["", ""]}
    for _ in range(2):
        http.post(f"{app.url}/default-action", data=form, headers={"origin": app.url})
    said = (
        "src/routes/default-action/+page.server.py:6: form.get('explode') has 2 values and gives the last one"
    )
    assert app.wait_for_log(said).count(said) == 1
