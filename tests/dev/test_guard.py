"""The state guard in `lissome dev`, on the terminal."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from dev.conftest import FILE, LEFT, DevApp
from support import http
from support.waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Serve
    from support.apps import Apps

pytestmark = [pytest.mark.node, pytest.mark.xdist_group("dev")]


def wait_for_report(app: DevApp) -> str:
    """Ask for the page until the guard has reported it: what it knows of a request goes when files change."""
    until(
        lambda: http.get(f"{app.url}/leaky").status_code == 200 and "state guard: left behind" in app.log(),
        otherwise=app.server.log,
    )
    return app.log()


def test_terminal(leaky: DevApp) -> None:
    log = wait_for_report(leaky)
    assert "src/routes/leaky/+page.server.py:5  asyncio task sleep()" in log
    assert f">    5 |     {LEFT}" in log
    assert "seen in GET /leaky" in log
    for _ in range(2):
        assert http.get(f"{leaky.url}/leaky").status_code == 200
    time.sleep(0.3)
    assert leaky.log().count("asyncio task sleep()") == log.count("asyncio task sleep()")


def test_what_is_meant_is_silent(leaky: DevApp) -> None:
    wait_for_report(leaky)
    code = (leaky.root / "src" / FILE).read_text()
    leaky.edit(FILE, code, code.replace(LEFT, f"{LEFT}  # lissome: shared -- a test").replace("42", "43"))
    try:
        before = leaky.server.log().count("state guard")
        leaky.wait_for_text("/leaky", "leaky 43")
        time.sleep(0.4)
        assert leaky.server.log().count("state guard") == before
    finally:
        leaky.edit(FILE, (leaky.root / "src" / FILE).read_text(), code)
        leaky.wait_for_text("/leaky", "leaky 42")


@pytest.fixture
def unguarded(apps: Apps, serve: Serve) -> Iterator[DevApp]:
    root = apps.copy("basics", to="dev-unguarded")
    (root / "pyproject.toml").write_text("[tool.lissome]\nguard = false\n")
    (root / "src" / "routes" / "leaky").mkdir()
    (root / "src" / "routes" / "leaky" / "+server.py").write_text(
        f"import asyncio\n\n\nasync def GET(event):\n    {LEFT}\n    return 'ok'\n"
    )
    with serve(root, command="dev", probe="/robots.txt") as server:
        yield DevApp(root, server)


@pytest.mark.long  # test_options.py has the option
def test_switched_off_by_a_setting(unguarded: DevApp) -> None:
    unguarded.wait_for("/leaky")
    time.sleep(0.4)
    assert "state guard" not in unguarded.server.log()
