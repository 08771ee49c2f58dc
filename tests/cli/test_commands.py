"""The command line as a person meets it: help, version, and one clear message for each mistake."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lissome import __version__
from lissome.cli import main

COMMANDS = ["new", "adopt", "dev", "build", "serve", "reload", "routes"]


def invoke(*arguments: str) -> Result:
    # Whatever reads HOST, PORT and WEB_CONCURRENCY must not see the test machine's.
    unset = dict.fromkeys(("HOST", "PORT", "WEB_CONCURRENCY"))
    return CliRunner(env=unset).invoke(main, arguments)


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "lissome", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )


def test_help_lists_the_commands_in_the_order_of_their_use() -> None:
    lines = [line.split()[0] for line in invoke("--help").stdout.splitlines() if line.strip()]
    assert [line for line in lines if line in COMMANDS] == COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_examples(command: str) -> None:
    result = invoke(command, "--help")
    assert result.exit_code == 0
    assert f"lissome {command}" in result.stdout.partition("Examples:")[2]


def test_no_line_of_help_is_wider_than_a_terminal() -> None:
    texts = [invoke(*arguments, "--help").stdout for arguments in ([], *([name] for name in COMMANDS))]
    assert max(len(line) for text in texts for line in text.splitlines()) <= 100


def test_version() -> None:
    assert invoke("--version").stdout == f"lissome {__version__}\n"
    assert run("--version").stdout == f"lissome {__version__}\n"


def test_help_imports_neither_the_server_nor_rich() -> None:
    code = "import sys, lissome.cli; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {"granian", "rich", "pydantic", "httpx", "starlette"}.isdisjoint(done.stdout.split())


def test_help_is_fast() -> None:
    """Which is to say: it imports little. How many seconds that takes is the machine's affair."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "lissome", "--help"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr.count("import time:") < 300  # granian, pydantic and starlette are hundreds more


@pytest.mark.parametrize("command", ["serve", "routes"])
def test_an_app_that_is_not_built_is_one_line_and_no_traceback(tmp_path: Path, command: str) -> None:
    result = run(command, str(tmp_path))
    assert result.returncode == 1
    assert result.stdout == ""
    assert result.stderr.startswith("error: ")
    assert "lissome build" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_folder_that_is_no_app_cannot_be_built(tmp_path: Path) -> None:
    result = run("build", str(tmp_path))
    assert result.returncode == 1
    assert "package.json" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_folder_that_is_not_there_is_a_usage_error() -> None:
    result = invoke("serve", "nowhere")
    assert result.exit_code == 2
    assert "nowhere" in result.stderr


def test_a_certificate_needs_its_key(tmp_path: Path) -> None:
    certificate = tmp_path / "cert.pem"
    certificate.write_text("")
    result = invoke("serve", str(tmp_path), "--ssl-certificate", str(certificate))
    assert result.exit_code == 2
    assert "--ssl-key" in result.stderr


@pytest.mark.parametrize("mode", ["rw", "888", "7777"])
def test_permissions_are_written_as_for_chmod(tmp_path: Path, mode: str) -> None:
    result = invoke("serve", str(tmp_path), "--uds", "x.sock", "--uds-mode", mode)
    assert result.exit_code == 2
    assert mode in result.stderr


def test_port_and_host_come_from_the_environment() -> None:
    result = run("serve", "--help", PORT="1")
    assert result.returncode == 0
    assert "PORT" in result.stdout
    assert run("serve", ".", PORT="99999").returncode == 2
