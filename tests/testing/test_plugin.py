"""The pytest plugin, as a user's tests meet it: in one pytest of their own, which runs all of them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

pytestmark = [pytest.mark.node, pytest.mark.timeout(600)]  # the first one builds the app

# The users' tests. Those whose names end with `fails` are to fail.
TESTS = {
    "test_users.py": """
async def test_login(lissome_app):
    ann, bob = lissome_app.user("ann"), lissome_app.user("bob")
    result = await ann.post_action("/default-action", {"text": "ann"})
    assert (result.type, result.location) == ("redirect", "/")
    assert (await ann.data("/module-state")) == {"user": "ann", "name": "ann"}
    assert "ann" in (await ann.page("/about")).text
    assert "anonymous" in (await bob.page("/about")).text
""",
    "test_guard.py": """
import pytest

async def test_task_fails(lissome_app):
    answer = await lissome_app.user().get("/api/text")
    assert answer.status_code == 200

@pytest.mark.lissome_allow("task_left.py", reason="polls for everyone")
async def test_allowed_task(lissome_app):
    await lissome_app.user().get("/api/text")

@pytest.mark.lissome_allow("another.py", reason="not this one")
async def test_other_place_fails(lissome_app):
    await lissome_app.user().get("/api/text")
""",
    "test_probe.py": """
import pytest

@pytest.fixture
def lissome_sign_in():
    async def sign_in(user):
        await user.submit("/default-action", {"text": user.name})

    return sign_in

async def test_clean(probe):
    report = await probe("/module-state")
    assert report.sent == 16

async def test_leak_fails(probe):
    await probe("/api/json")

async def test_two_users(two_users):
    ann, bob = two_users
    assert ann.cookies["user"] == "user1"
    assert bob.cookies["user"] == "user2"
""",
    **{
        f"test_{name}.py": f"""
import asyncio, pytest

@pytest.fixture
def anyio_backend():
    return {backend}

async def test_{name}(lissome_app):
    assert asyncio.get_running_loop().get_debug() == {name == "debug_mode"}
    assert (await lissome_app.user().page("/")).status == 200
"""
        for name, backend in {
            "own_backend": "'asyncio'",
            "debug_mode": "('asyncio', {'debug': True})",
        }.items()
    },
    "test_others.py": """
def test_sum():
    assert 1 + 1 == 2
""",
}


@pytest.fixture(scope="module")
def failures(small_leaky_app: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What each of the users' tests failed with; an empty text if it passed."""
    folder = tmp_path_factory.mktemp("users")
    (folder / "pytest.ini").write_text(f"[pytest]\nlissome_root = {small_leaky_app}\n")
    for name, text in TESTS.items():
        (folder / name).write_text(text)
    without = ("-p", "no:cacheprovider", "-p", "no:hypothesispytest")
    command = [sys.executable, "-m", "pytest", *without, "--junitxml=report.xml"]
    own = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    done = subprocess.run(command, cwd=folder, env=own, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout + done.stderr  # tests have failed, and nothing else
    cases = ET.parse(folder / "report.xml").iter("testcase")
    return {str(case.get("name")): _failure(case) for case in cases}


def _failure(case: ET.Element) -> str:
    said = [one.text or "no reason" for kind in ("failure", "error", "skipped") for one in case.iter(kind)]
    return "\n".join(said)


def test_each_test_runs_once(failures: dict[str, str]) -> None:
    written = [name for text in TESTS.values() for name in re.findall(r"def (test_\w+)", text)]
    assert sorted(failures) == sorted(written)


@pytest.mark.parametrize(
    "name",
    [
        *("test_login", "test_clean", "test_two_users"),
        "test_allowed_task",
        *("test_own_backend", "test_debug_mode"),
        "test_sum",  # needs no app, and is left alone
    ],
)
def test_what_passes(failures: dict[str, str], name: str) -> None:
    assert failures[name] == ""


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("test_task_fails", "*the state guard found*src/lib/server/leaks/task_left.py:12: leftover*"),
        ("test_other_place_fails", "*the state guard found*src/lib/server/leaks/task_left.py:12: leftover*"),
        ("test_leak_fails", "*crossing: response body of user 2*"),
    ],
)
def test_what_the_guard_finds_fails_the_test(failures: dict[str, str], name: str, said: str) -> None:
    assert fnmatch(failures[name], said), failures[name]


def test_the_plugin_is_light() -> None:
    """Every run of pytest imports it, whatever it tests."""
    code = (
        "import sys, lissome.testing.plugin\n"
        "print([name for name in sys.modules if name.startswith(('lissome.', 'httpx', 'starlette'))])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ
    )
    assert result.stdout.strip() == "['lissome.testing', 'lissome.testing.plugin']"
