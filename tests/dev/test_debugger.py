"""`lissome dev` under debugpy, as VS Code runs it: a breakpoint in a load, for longer than any deadline."""

from __future__ import annotations

import contextlib
import fcntl
import os
import subprocess
import sys
import termios
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support import http
from support.debug_adapter import DebugAdapter, debug_adapter
from support.ports import free_port
from support.waiting import PATIENCE, until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Serve
    from support.apps import Apps
    from support.server import Server

pytestmark = [pytest.mark.long, pytest.mark.node]

CACHE = Path(__file__).resolve().parents[2] / ".cache"
DEBUGPY = "1.8.22"

# A second is the shortest limit that leaves a busy machine time for the page itself
TIMEOUT = 2.0
LIMITS = {"LISSOME_REQUEST_TIMEOUT": f"{TIMEOUT:g}", "LISSOME_STREAM_TIMEOUT": f"{TIMEOUT:g}"}

LOAD = """
import asyncio

shared = {}


def read(number):
    return number + 1  # in a thread


async def later():
    await asyncio.sleep(0)
    return "later"  # streamed


async def load(event):
    number = 41
    shared["number"] = number  # in the load
    number = await asyncio.to_thread(read, number)
    return {"number": number, "later": later()}
"""
FILE = "src/routes/paused/+page.server.py"


def line_of(comment: str) -> int:
    lines = LOAD.lstrip().splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.endswith(f"# {comment}"))


@pytest.fixture(scope="module")
def debugpy() -> Path:
    """The folder that debugpy is installed in, which no other test needs."""
    folder = CACHE / f"debugpy-{DEBUGPY}-{sys.implementation.cache_tag}"
    if not folder.is_dir():
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps"]
        subprocess.run([*pip, "--target", str(folder), f"debugpy=={DEBUGPY}"], check=True)
    return folder


@pytest.fixture
def debugged(apps: Apps, serve: Serve, debugpy: Path) -> Iterator[tuple[Server, DebugAdapter, Path]]:
    root = apps.copy("basics", to="debugged")
    file = root / FILE
    file.parent.mkdir()
    file.write_text(LOAD.lstrip())
    file.with_name("+page.svelte").write_text(
        "<script>let { data } = $props();</script><h1>{data.number}</h1>\n"
    )
    port = free_port()
    python = (sys.executable, "-Xfrozen_modules=off", "-m", "debugpy", "--listen", f"127.0.0.1:{port}")
    env = {**LIMITS, "PYTHONPATH": str(debugpy)}
    options = {"command": "dev", "probe": "/robots.txt", "env": env, "python": python}
    with serve(root, **options) as server, debug_adapter(port) as adapter:
        yield server, adapter, file
        adapter.ask("disconnect", terminateDebuggee=False)


def test_no_deadline_is_over_at_a_breakpoint(debugged: tuple[Server, DebugAdapter, Path]) -> None:
    server, adapter, file = debugged
    lines = [line_of("in the load"), line_of("in a thread"), line_of("streamed")]
    assert adapter.attach({file: lines}) == [True, True, True]
    with ThreadPoolExecutor() as pool:
        answer = pool.submit(http.get, f"{server.url}/paused", timeout=120)
        for line in lines:
            path, stopped, values, thread = adapter.stopped_at()
            assert (path, stopped) == (str(file), line)
            if line == lines[0]:
                assert values["number"] == "41"
            time.sleep(TIMEOUT + 3)  # longer than the timeout with its grace
            adapter.ask("continue", threadId=thread)
        response = answer.result()
    assert response.status_code == 200
    assert ">42<" in response.text
    assert "later" in response.text
    file.write_text(file.read_text().replace("number = 41", "number = 51"))
    until(lambda: "reloaded in" in server.log(), otherwise=server.log)
    with ThreadPoolExecutor() as pool:
        answer = pool.submit(http.get, f"{server.url}/paused", timeout=120)
        for line in lines:
            path, stopped, values, thread = adapter.stopped_at()
            assert (path, stopped) == (str(file), line)
            adapter.ask("continue", threadId=thread)
        assert ">52<" in answer.result().text
    assert "was stopped after" not in server.log()
    assert "has held the event loop" not in server.log()
    assert "Traceback" not in server.log()


def test_breakpoint_in_the_terminal(apps: Apps, tmp_path: Path) -> None:
    root = apps.copy("basics", to="at-a-terminal")
    page = root / "src" / "routes" / "paused"
    page.mkdir()
    (page / "+page.svelte").write_text("<h1>paused</h1>\n")
    (page / "+page.server.py").write_text(
        "def load(event):\n    number = 41\n    breakpoint()\n    return {}\n"
    )
    port = free_port()
    command = [sys.executable, "-m", "lissome", "dev", str(root), "--port", str(port)]
    with terminal(command, LIMITS) as (process, end, said):
        until(lambda: "Ctrl-C stops both" in said(), otherwise=said)
        with ThreadPoolExecutor() as pool:
            answer = pool.submit(http.get, f"http://127.0.0.1:{port}/paused", timeout=120)
            until(lambda: "(Pdb)" in said(), otherwise=said)
            time.sleep(TIMEOUT + 3)
            os.write(end, b"p number + 1\n")
            until(lambda: "42" in said(), otherwise=said)
            os.write(end, b"c\n")
            assert answer.result().status_code == 200
        os.write(end, b"\x03")  # Ctrl-C
        assert process.wait(PATIENCE) == 0
        assert "state guard" not in said()


@contextmanager
def terminal(
    command: list[str], env: dict[str, str]
) -> Iterator[tuple[subprocess.Popen[bytes], int, Callable[[], str]]]:
    """Run a command in a terminal: yield the process, the terminal's other end, and what it has shown."""
    end, own = os.openpty()
    shown = bytearray()

    def follow() -> None:
        with contextlib.suppress(OSError):  # it is closed
            while True:
                shown.extend(os.read(end, 4096))

    def control() -> None:
        fcntl.ioctl(own, termios.TIOCSCTTY, 0)

    process = subprocess.Popen(
        command,
        stdin=own,
        stdout=own,
        stderr=own,
        env={**os.environ, **env},
        start_new_session=True,
        preexec_fn=control,  # noqa: PLW1509 - the terminal's own process, so that it gets Ctrl-C
    )
    threading.Thread(target=follow, daemon=True).start()
    try:
        yield process, end, lambda: shown.decode(errors="replace")
    finally:
        process.kill()
        process.wait()
        os.close(own)
        os.close(end)
