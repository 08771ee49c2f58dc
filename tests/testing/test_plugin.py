"""The pytest plugin, as a user's tests meet it: in a pytest of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]
pytestmark = [pytest.mark.node, pytest.mark.timeout(600)]  # the first one builds the app

RunPytest = Callable[..., pytest.RunResult]


@pytest.fixture
def run_pytest(pytester: pytest.Pytester, built_app: Callable[[str], Path]) -> RunPytest:
    """Run a test file against tests/apps/leaky, and look at how it ended."""
    root = built_app("leaky")

    def run(source: str, *options: str) -> pytest.RunResult:
        pytester.makeini(f"[pytest]\nlissome_root = {root}\n")
        pytester.makepyfile(source)
        return pytester.runpytest_subprocess("-p", "no:cacheprovider", *options)

    return run


def test_an_app_and_its_users(run_pytest: RunPytest) -> None:
    result = run_pytest(
        """
        async def test_login(lissome_app):
            ann = lissome_app.user("ann")
            result = await ann.post_action("/login", {"name": "ann"})
            assert (result.type, result.location) == ("redirect", "/")
            assert (await ann.data("/clean/context_variable")) == {"greeting": "Hello, ann"}
            assert "Hello, ann" in (await ann.page("/clean/context_variable")).text
        """
    )
    result.assert_outcomes(passed=1)


def test_what_the_guard_finds_fails_the_test(run_pytest: RunPytest) -> None:
    result = run_pytest(
        """
        async def test_task(lissome_app):
            answer = await lissome_app.user().page("/leaky/task_left")
            assert answer.status == 200
        """
    )
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        ["*the state guard found*", "*src/lib/server/leaks/task_left.py:12: leftover*"]
    )


def test_a_marker_allows(run_pytest: RunPytest) -> None:
    result = run_pytest(
        """
        import pytest

        @pytest.mark.lissome_allow("task_left.py", reason="polls for everyone")
        async def test_task(lissome_app):
            await lissome_app.user().page("/leaky/task_left")

        @pytest.mark.lissome_allow("another.py", reason="not this one")
        async def test_other(lissome_app):
            await lissome_app.user().page("/leaky/task_left")
        """
    )
    result.assert_outcomes(passed=1, failed=1)


def test_the_probe_fixture(run_pytest: RunPytest) -> None:
    result = run_pytest(
        """
        import pytest

        @pytest.fixture
        def lissome_sign_in():
            async def sign_in(user):
                await user.submit("/login", {"name": user.name})

            return sign_in

        async def test_clean(probe):
            report = await probe("/clean/context_variable")
            assert report.sent == 16

        async def test_leaky(probe):
            await probe("/leaky/lazy_client")

        async def test_users(two_users):
            ann, bob = two_users
            assert ann.cookies["user"] == "user1"
            assert bob.cookies["user"] == "user2"
        """
    )
    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(["*crossing: response body of user 2*"])


@pytest.mark.parametrize("backend", ["'asyncio'", "('asyncio', {'debug': True})"])
def test_a_backend_of_the_users_choice(run_pytest: RunPytest, backend: str) -> None:
    result = run_pytest(
        f"""
        import pytest

        @pytest.fixture
        def anyio_backend():
            return {backend}

        async def test_app(lissome_app):
            assert (await lissome_app.user().page("/")).status == 200
        """
    )
    result.assert_outcomes(passed=1)


def test_other_tests_are_left_alone(run_pytest: RunPytest) -> None:
    result = run_pytest("def test_sum():\n    assert 1 + 1 == 2")
    result.assert_outcomes(passed=1)


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
