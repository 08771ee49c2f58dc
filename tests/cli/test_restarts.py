"""`lissome serve` with workers that end, hang and are replaced: the server lives on, and loses no connection.

`bench/restarts.py` (`make restarts`) is the long form.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil
import pytest

from support import http
from support.app_that_waits import begun, make_app_that_waits
from support.newcomers import Newcomers
from support.ports import free_port
from support.processes import Process, still_alive
from support.server import Server
from support.waiting import PATIENCE, until

pytestmark = pytest.mark.node

Serve = Callable[..., AbstractContextManager[Server]]


@pytest.fixture(scope="module")
def app(built_app: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_app_that_waits(built_app("basics"), tmp_path_factory.mktemp("restarts"))


@pytest.fixture(scope="module")
def server(serve: Serve, app: Path) -> Iterator[Server]:
    """Two workers, both of which serve, and which finish requests however busy the machine is."""
    with serve(app, workers=2, options=("--grace", "60")) as server:
        until(lambda: "serves basics" in server.log())
        wait_until_both_serve(server)
        yield server


@pytest.fixture(autouse=True)
def quick_start(app: Path) -> Iterator[None]:
    yield
    (app / "seconds").unlink(missing_ok=True)


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


def wait_until_both_serve(server: Server) -> None:
    answered: set[int] = set()

    def have_answered() -> bool:
        answered.add(who(server))
        return answered >= {worker.pid for worker in workers_of(server)} and len(answered) > 1

    until(have_answered)


@dataclass
class Reload:
    """What became of the workers and their clients in `lissome reload`.

    Attributes:
        said: what the command said.
        old: the workers before.
        first: who answered first when it was over.
        under_way: who answered the requests that had begun before.
        kept: who answered a client that keeps its connection.
        newcomers: clients that opened connections all the time.
    """

    said: str
    old: set[int]
    first: int
    under_way: set[int]
    kept: set[int]
    newcomers: Newcomers


@pytest.fixture(scope="module")
def reload(server: Server, app: Path) -> Reload:
    """One reload, to workers that take a second to start, with clients of all kinds."""
    (app / "seconds").write_text("1")
    newcomers = Newcomers(port_of(server)).start(threads=4, pause=0.03)
    with http.Client(base_url=server.url) as client, ThreadPoolExecutor() as threads:
        under_way = [threads.submit(who, server, "until=reloaded") for _ in range(4)]
        kept = threads.submit(_ask_until_another_answers, client)
        until(lambda: begun(app, "reloaded") == 4)
        old = {worker.pid for worker in workers_of(server)}
        done = lissome("reload", str(app))
        first = who(server)
        (app / "reloaded").touch()
        (app / "seconds").unlink()
        finished = {one.result() for one in under_way}
        newcomers.stop()
        return Reload(done.stderr, old, first, finished, kept.result(), newcomers)


def _ask_until_another_answers(client: httpx.Client) -> set[int]:
    seen: set[int] = set()
    while len(seen) < 2:
        seen.add(client.get("/api/json").json()["pid"])
        time.sleep(0.005)
    return seen


def test_an_app_that_starts_slowly_is_reloaded(server: Server, reload: Reload) -> None:
    assert reload.said == f"{server.url} serves with new workers\n"
    assert reload.first not in reload.old
    until(lambda: reload.old.isdisjoint(worker.pid for worker in workers_of(server)))


def test_no_connection_is_lost_when_workers_are_replaced(reload: Reload) -> None:
    assert reload.newcomers.outcomes["200"] > 20
    assert reload.newcomers.failures == {}


def test_requests_under_way_are_finished_when_workers_are_replaced(reload: Reload) -> None:
    assert reload.under_way <= reload.old


def test_clients_that_keep_their_connection_are_told_to_open_another(reload: Reload) -> None:
    """So that none of their requests meets a connection that is being closed."""
    assert len(reload.kept) == 2


def test_no_connection_is_lost_when_a_worker_is_told_to_end(server: Server) -> None:
    newcomers = Newcomers(port_of(server)).start(threads=4, pause=0.03)
    worker = workers_of(server)[1]
    worker.terminate()
    assert still_alive([worker]) == []
    until(lambda: newcomers.outcomes["200"] > 60)
    wait_until_both_serve(server)
    newcomers.stop()
    assert newcomers.failures == {}


def test_killed_workers_cost_nothing_but_their_requests(server: Server, app: Path) -> None:
    with ThreadPoolExecutor() as threads:
        wait_until_both_serve(server)
        newcomers = Newcomers(port_of(server)).start(threads=2)
        for number in range(2):
            before = {worker.pid for worker in workers_of(server)}
            threads.submit(_outcome, server)
            until(lambda: begun(app, "never") > number)  # noqa: B023 - within the loop
            workers_of(server)[0].kill()  # the oldest
            until(lambda: {worker.pid for worker in workers_of(server)} - before)  # noqa: B023 - within the loop
        until(lambda: newcomers.outcomes["200"] > 60)
        newcomers.stop()
        (app / "never").touch()
        assert newcomers.outcomes["200"] > 20 * sum(newcomers.failures.values())  # accepted by the dead
        assert server.process.popen.poll() is None
        assert server.log().count("was ended by SIGKILL; another one is started") == 2
        wait_until_both_serve(server)


def _outcome(server: Server) -> str:
    try:
        return str(who(server, "until=never"))
    except httpx.TransportError as failure:
        return type(failure).__name__


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
