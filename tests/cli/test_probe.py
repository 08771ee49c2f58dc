"""`lissome probe`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lissome.cli import main

pytestmark = [pytest.mark.node, pytest.mark.timeout(600)]  # the first one builds the app


def invoke(*arguments: str) -> Result:
    """The command in this process, where nearly all that it imports is there already."""
    return CliRunner().invoke(main, ["probe", *arguments])


def test_the_command_on_a_leak(small_leaky_app: Path) -> None:
    """In a process of its own, as a person runs it."""
    options = ("--root", str(small_leaky_app), "--login", "/default-action", "--field", "text={user}")
    command = [sys.executable, "-m", "lissome", "probe", "/api/json", *options]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 1, result.stderr
    assert "src/lib/server/leaks/lazy_client.py:15: " in result.stdout
    assert "crossing: response body of user 2" in result.stdout


def test_the_command_on_what_is_clean(small_leaky_app: Path) -> None:
    result = invoke("/module-state", "--root", str(small_leaky_app), "--json")
    assert result.exit_code == 0, result.output
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
    result = invoke(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr
