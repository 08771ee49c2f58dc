"""The state guard in `lissome dev`, on the terminal."""

from __future__ import annotations

import time

import pytest

from dev.conftest import FILE, LEFT, DevApp
from support import http
from support.waiting import until

pytestmark = [pytest.mark.node, pytest.mark.xdist_group("dev")]


def test_terminal(leaky: DevApp) -> None:
    log = leaky.wait_for_log("state guard: left behind by a request")
    assert "src/routes/leaky/+page.server.py:5  asyncio task sleep()" in log
    assert f">    5 |     {LEFT}" in log
    assert "seen in GET /leaky" in log
    for _ in range(2):
        assert http.get(f"{leaky.url}/leaky").status_code == 200
    time.sleep(0.3)
    assert leaky.log().count("asyncio task sleep()") == 1


def test_what_is_meant_is_silent(leaky: DevApp) -> None:
    leaky.wait_for_log("state guard: left behind by a request")
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


def test_switched_off_by_a_setting(leaky: DevApp) -> None:
    settings = leaky.root / "pyproject.toml"
    code = (leaky.root / "src" / FILE).read_text()
    settings.write_text("[tool.lissome]\nguard = false\n")
    leaky.edit(FILE, code, code.replace("sleep(600)", "sleep(601)").replace("42", "43"))
    try:
        leaky.wait_for_text("/leaky", "leaky 43")
        time.sleep(0.4)
        assert "sleep(601)" not in leaky.log()
        settings.unlink()
        # asked until it is told: the first requests may be of a version that is about to go
        until(lambda: http.get(f"{leaky.url}/leaky").is_success and "sleep(601)" in leaky.log())
    finally:
        settings.unlink(missing_ok=True)
        leaky.edit(FILE, (leaky.root / "src" / FILE).read_text(), code)
        leaky.wait_for_text("/leaky", "leaky 42")
