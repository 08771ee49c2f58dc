"""The command group's order and its reports of failures."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lissome.cli import main
from lissome.errors import LissomeError


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_commands_are_in_the_order_of_their_use() -> None:
    listed = invoke("--help").stdout.partition("Commands:\n")[2].partition("\n\n")[0].splitlines()
    assert [line.split()[0] for line in listed] == [
        "new",
        "adopt",
        "dev",
        "sync",
        "build",
        "serve",
        "reload",
        "routes",
        "check",
        "probe",
    ]


def test_messages_keep_route_ids_and_have_no_colour_off_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    def load_manifest(path: Path) -> None:
        raise LissomeError("src/routes/[id]/[bold]+page.server.py: line 3\n  return\n  ^")

    monkeypatch.setattr("lissome.manifest.load_manifest", load_manifest)
    assert invoke("routes").stderr == "error: src/routes/[id]/[bold]+page.server.py: line 3\n  return\n  ^\n"


def test_a_bug_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def load_manifest(path: Path) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("lissome.manifest.load_manifest", load_manifest)
    assert isinstance(invoke("routes").exception, ZeroDivisionError)
