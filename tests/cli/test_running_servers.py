"""The files by which `lissome reload` finds servers."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from lissome.cli.running_servers import RunningServer, read_record, running_servers

HOLD = """
import sys
from pathlib import Path
from lissome.cli.running_servers import RunningServer

server = RunningServer.register(Path(sys.argv[1]), "http://127.0.0.1:1")
print(server.path, flush=True)
sys.stdin.readline()
server.record.reloads, server.record.error = 2, "x" * 9999
server.write()
print("written", flush=True)
sys.stdin.readline()
"""


def start(root: Path) -> tuple[subprocess.Popen[str], Path]:
    """A process with a record, and the file of it."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(root)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    return process, Path(process.stdout.readline().strip())


def test_a_server_is_found_as_long_as_it_lives(tmp_path: Path) -> None:
    process, path = start(tmp_path)
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        ((found, record),) = running_servers(tmp_path)
        assert (found, record.pid, record.reloads, record.error) == (path, process.pid, 0, "")
        process.stdin.write("\n")
        process.stdin.flush()
        assert process.stdout.readline() == "written\n"
        record = read_record(path)
        assert (record.reloads, record.error) == (2, "x" * 1000)
        process.kill()
    assert path.exists()
    assert list(running_servers(tmp_path)) == []
    assert not path.exists()


def test_the_folder_is_not_for_git(tmp_path: Path) -> None:
    server = RunningServer.register(tmp_path, "http://127.0.0.1:1")
    assert (tmp_path / ".lissome" / ".gitignore").read_text() == "*\n"
    server.remove()
    assert list((tmp_path / ".lissome" / "serve").iterdir()) == []


def test_a_folder_that_is_read_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object, **_options: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "mkdir", refuse)
    server = RunningServer.register(tmp_path, "http://127.0.0.1:1")
    server.write()
    server.remove()
    assert list(tmp_path.iterdir()) == []


def test_a_record_that_is_being_written(tmp_path: Path) -> None:
    path = tmp_path / "half.json"
    path.write_text("{")
    with pytest.raises(FileNotFoundError):  # its server is gone
        read_record(path)
