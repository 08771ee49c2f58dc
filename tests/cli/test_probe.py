"""`lissome probe`."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = [pytest.mark.node, pytest.mark.timeout(600)]  # the first one builds the app


def lissome(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "lissome", "probe", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_command_on_a_leak(built_app: Callable[[str], Path]) -> None:
    result = lissome(
        "/leaky/lazy_client", "--root", built_app("leaky"), "--login", "/login", "--field", "name={user}"
    )
    assert result.returncode == 1, result.stderr
    assert "src/lib/server/leaks/lazy_client.py:15: " in result.stdout
    assert "crossing: response body of user 2" in result.stdout


def test_the_command_on_what_is_clean(built_app: Callable[[str], Path]) -> None:
    result = lissome("/clean/locks", "--root", built_app("leaky"), "--json")
    assert result.returncode == 0, result.stdout + result.stderr
    report = json.loads(result.stdout)
    assert (report["requests"], report["leaks"]) == (16, 0)
    assert report["targets"][0]["statuses"] == {"200": 8}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--login", "/login"], "needs the form's fields"),
        (["--field", "a=b"], "give that too"),
        (["--login", "/login", "--field", "name"], "NAME=VALUE"),
        (["--login", "missing.py"], "does not exist"),
    ],
)
def test_mistakes_of_the_command(arguments: list[str], said: str) -> None:
    result = lissome(*arguments)
    assert result.returncode == 2
    assert said in result.stderr
