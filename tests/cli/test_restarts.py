"""`lissome serve` with workers that end, hang and are replaced: the server lives on, and loses no connection.

`bench/restarts.py` (`make restarts`) is the long form.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import psutil
import pytest

from support import http
from support.newcomers import Newcomers
from support.ports import free_port
from support.processes import Process, still_alive
from support.server import Server
from support.waiting import PATIENCE, until

pytestmark = pytest.mark.node

Serve = Callable[..., AbstractContextManager[Server]]

# `/api/json?until=name` says who answers when there is a file of that name, and adds a word to `name.begun`.
ROUTE = """
import asyncio, gc, os, time
from pathlib import Path

from lissome.app import App

root = Path(__file__).parents[4]

async def GET(event):
    asked = event.url.search_params
    if name := asked.get("until"):
        with (root / f"{name}.begun").open("a") as file:
            file.write("begun,")
        while not (root / name).exists():
            await asyncio.sleep(0.01)
    time.sleep(float(asked.get("block") or 0))
    if reason := asked.get("lost"):
        gc.unfreeze()
        next(found for found in gc.get_objects() if isinstance(found, App)).on_engine_lost(reason)
    return {"pid": os.getpid()}
"""

# The app takes as long to start as the file `seconds` says.
HOOKS = """
import time
from pathlib import Path

seconds = Path(__file__).parents[1] / "seconds"
time.sleep(float(seconds.read_text()) if seconds.exists() else 0)

"""


@pytest.fixture(scope="module")
def app(built_app: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the basics app with a route that can take long."""
    copy = tmp_path_factory.mktemp("restarts") / "basics"
    ignore = shutil.ignore_patterns("node_modules", ".lissome", ".svelte-kit")
    shutil.copytree(built_app("basics"), copy, ignore=ignore)
    (copy / "src" / "routes" / "api" / "json" / "+server.py").write_text(ROUTE)
    hooks = copy / "src" / "hooks.server.py"
    hooks.write_text(HOOKS + hooks.read_text())
    return copy


@pytest.fixture(scope="module")
def server(serve: Serve, app: Path) -> Iterator[Server]:
    """Two workers, both of which serve."""
    with serve(app, workers=2) as server:
        until(lambda: "serves basics" in server.log())
        assert lissome("reload", str(app)).returncode == 0
        yield server


@pytest.fixture(autouse=True)
def quick_start(app: Path) -> Iterator[None]:
    yield
    (app / "seconds").unlink(missing_ok=True)


def begun(app: Path, name: str) -> int:
    """The number of requests that wait for a file."""
    path = app / f"{name}.begun"
    return path.read_text().count("begun") if path.exists() else 0


def workers_of(server: Server) -> list[psutil.Process]:
    """The workers that run."""
    return [process for process in server.process.members() if process.pid != server.process.pid]


def port_of(server: Server) -> int:
    return int(server.url.rpartition(":")[2])


def who(server: Server, query: str = "") -> int:
    """The process id of the worker that answers."""
    pid: int = http.get(f"{server.url}/api/json?{query}").json()["pid"]
    return pid


def lissome(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "lissome", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_no_connection_is_lost_when_workers_are_replaced(server: Server, app: Path) -> None:
    newcomers = Newcomers(port_of(server)).start(threads=4)
    for number in range(2):
        old = workers_of(server)
        assert lissome("reload", str(app)).returncode == 0
        assert still_alive(old) == []
        worker = workers_of(server)[number]
        worker.terminate()
        assert still_alive([worker]) == []
    until(lambda: newcomers.outcomes["200"] > 150)
    newcomers.stop()
    assert newcomers.failures == {}


def test_requests_under_way_are_finished_when_workers_are_replaced(server: Server, app: Path) -> None:
    with ThreadPoolExecutor() as threads:
        under_way = [threads.submit(who, server, "until=reloaded") for _ in range(4)]
        until(lambda: begun(app, "reloaded") == 4)
        old = {worker.pid for worker in workers_of(server)}
        assert lissome("reload", str(app)).returncode == 0
        assert who(server) not in old
        (app / "reloaded").touch()
        assert {one.result() for one in under_way} <= old


def test_clients_that_keep_their_connection_are_told_to_open_another(server: Server, app: Path) -> None:
    """So that none of their requests meets a connection that is being closed."""
    with http.Client(base_url=server.url) as client, ThreadPoolExecutor() as threads:
        seen = threads.submit(_ask_until_another_answers, client)
        assert lissome("reload", str(app)).returncode == 0
        assert len(seen.result()) == 2


def _ask_until_another_answers(client: httpx.Client) -> set[int]:
    seen: set[int] = set()
    while len(seen) < 2:
        seen.add(client.get("/api/json").json()["pid"])
    return seen


def test_killed_workers_cost_nothing_but_their_requests(serve: Serve, app: Path) -> None:
    with serve(app, workers=2) as server, ThreadPoolExecutor() as threads:
        until(lambda: server.process.log().count("serves basics") and len(workers_of(server)) == 2)
        newcomers = Newcomers(port_of(server)).start(threads=2)
        for number in range(3):
            before = {worker.pid for worker in workers_of(server)}
            threads.submit(_outcome, server)
            until(lambda: begun(app, "never") > number)  # noqa: B023 - within the loop
            workers_of(server)[number % 2].kill()
            until(lambda: {worker.pid for worker in workers_of(server)} - before)  # noqa: B023 - within the loop
        until(lambda: newcomers.outcomes["200"] > 60)
        newcomers.stop()
        (app / "never").touch()
        assert newcomers.outcomes["200"] > 20 * sum(newcomers.failures.values())  # accepted by the dead
        assert server.process.popen.poll() is None
        assert server.log().count("was ended by SIGKILL; another one is started") == 3


def _outcome(server: Server) -> str:
    try:
        return str(who(server, "until=never"))
    except httpx.TransportError as failure:
        return type(failure).__name__


def test_an_app_that_starts_slowly_is_reloaded(server: Server, app: Path) -> None:
    (app / "seconds").write_text("1")
    newcomers = Newcomers(port_of(server)).start(threads=2)
    old = {worker.pid for worker in workers_of(server)}
    assert lissome("reload", str(app)).stderr == f"{server.url} serves with new workers\n"
    assert who(server) not in old
    assert newcomers.stop()["200"] > 20
    assert newcomers.failures == {}


def test_an_app_that_starts_no_more_is_not_reloaded(server: Server, app: Path) -> None:
    (app / "seconds").write_text("not a number")
    until(lambda: len(workers_of(server)) == 2)  # those of an earlier test have ended
    old = {worker.pid for worker in workers_of(server)}
    done = lissome("reload", str(app))
    assert done.returncode == 1
    assert "ended with exit code 1 before it could serve; all old workers serve on" in done.stderr
    assert {worker.pid for worker in workers_of(server)} == old
    assert who(server) in old
    assert "not a number" in server.log()


def test_there_is_no_server_to_reload(tmp_path: Path) -> None:
    folder = tmp_path / ".lissome" / "serve"
    folder.mkdir(parents=True)
    left = folder / "left.json"
    left.write_text(json.dumps({"pid": os.getpid(), "born": 0, "url": "http://127.0.0.1:1"}))
    done = lissome("reload", str(tmp_path))
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert done.stderr.startswith(f"error: no server of {tmp_path} is running")
    assert not left.exists()


def test_a_worker_that_can_render_no_more_is_replaced(server: Server) -> None:
    victim = who(server, "lost=it")
    until(lambda: f"(pid {victim}) asks to be replaced: it" in server.log())
    until(lambda: victim not in {worker.pid for worker in workers_of(server)})
    assert who(server) != victim


def test_a_worker_that_hangs_is_replaced(serve: Serve, app: Path) -> None:
    with serve(app, options=("--heartbeat-timeout", "1")) as server, ThreadPoolExecutor() as threads:
        victim = who(server)
        request = threads.submit(_hang, server)
        until(lambda: "its event loop has stood still for 1 s; another one is started" in server.log())
        assert who(server) != victim
        request.result()


def _hang(server: Server) -> None:
    with pytest.raises(httpx.TransportError):
        who(server, f"block={PATIENCE}")


def board_of(worker: psutil.Process) -> Path:
    """The folder of the memory that a worker shares with its supervisor."""
    if sys.platform != "linux":
        return Path("nowhere")
    found = re.search(r"(/\S+/lissome-\w+)/\d+$", Path(f"/proc/{worker.pid}/maps").read_text(), re.MULTILINE)
    assert found
    return Path(found[1])


def test_workers_end_with_their_supervisor(app: Path, tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "lissome",
        "serve",
        str(app),
        "--workers",
        "2",
        "--port",
        str(free_port()),
    ]
    process = Process.start(command, log_file=tmp_path / "log")
    try:
        until(lambda: "serves basics" in process.log())
        server = Server(f"http://127.0.0.1:{command[-1]}", process)
        workers = workers_of(server)
        board = board_of(workers[0])
        with ThreadPoolExecutor() as threads:
            under_way = threads.submit(who, server, "until=orphaned")
            until(lambda: begun(app, "orphaned") == 1)
            process.popen.kill()
            process.popen.wait()
            second = lissome("serve", str(app), "--port", command[-1])
            (app / "orphaned").touch()
            assert under_way.result() in {worker.pid for worker in workers}
        assert still_alive(workers) == []
        assert not board.exists()
        if sys.platform == "linux":
            assert second.returncode == 1
            assert re.search(r"workers of an earlier lissome \(pids [\d, ]+\) still hold port", second.stderr)
            assert str(under_way.result()) in second.stderr
    finally:
        process.kill()


# -- other sockets, and other ways to start a process


def reload_by_signal(process: Process) -> None:
    """What `lissome reload` does, for one of several servers of a folder."""
    process.popen.send_signal(signal.SIGHUP)
    until(lambda: "reload: done" in process.log())


def _ask_over_unix(path: Path) -> str:
    with httpx.Client(transport=httpx.HTTPTransport(uds=str(path))) as client:
        return client.get("http://localhost/api/json").text


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """A folder for Unix sockets, whose paths may have some hundred characters only."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def test_a_unix_socket(app: Path, tmp_path: Path, short_folder: Path) -> None:
    path = short_folder / "http.sock"
    command = [sys.executable, "-m", "lissome", "serve", str(app), "--uds", str(path), "--uds-mode", "600"]
    process = Process.start([*command, "--workers", "2"], log_file=tmp_path / "log")
    try:
        until(lambda: f"unix:{path} serves basics" in process.log())
        assert path.stat().st_mode & 0o777 == 0o600
        before = _ask_over_unix(path)
        reload_by_signal(process)
        assert _ask_over_unix(path) != before
        assert process.stop() == 0
        assert not path.exists()
    finally:
        process.kill()


# Runs the command with a listening socket as systemd passes it.
ACTIVATED = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ.update(LISTEN_FDS="1", LISTEN_PID=str(os.getpid()))
os.execv(sys.executable, [sys.executable, "-m", "lissome", *sys.argv[2:]])
"""


def test_a_socket_of_the_service_manager(app: Path, tmp_path: Path) -> None:
    """It listens before the server runs, so the first request waits, and none is refused."""
    with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor() as threads:
        server = f"http://127.0.0.1:{listener.getsockname()[1]}"
        first = threads.submit(http.get, f"{server}/api/json")
        argv = [sys.executable, "-c", ACTIVATED, str(listener.fileno()), "serve", str(app), "--workers", "2"]
        process = Process.start(argv, log_file=tmp_path / "log", pass_fds=(listener.fileno(),))
        try:
            assert first.result().status_code == 200
            until(lambda: "the socket of the service manager serves basics" in process.log())
            assert process.stop() == 0
        finally:
            process.kill()


SPAWNED = """
import multiprocessing
from lissome.cli import main

if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    main()
"""


@pytest.mark.long
def test_workers_that_are_not_forked(app: Path, tmp_path: Path) -> None:
    """As on macOS, and from Python 3.14 on."""
    script = tmp_path / "main.py"
    script.write_text(SPAWNED)
    command = [sys.executable, str(script), "serve", str(app), "--workers", "1", "--port", str(free_port())]
    process = Process.start(command, log_file=tmp_path / "log")
    try:
        until(lambda: "serves basics" in process.log())
        server = Server(f"http://127.0.0.1:{command[-1]}", process)
        newcomers = Newcomers(port_of(server)).start(threads=2)
        reload_by_signal(process)
        newcomers.stop()
        assert newcomers.failures == {}
        assert process.stop(signal.SIGTERM) == 0
    finally:
        process.kill()
