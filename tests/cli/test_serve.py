"""`lissome serve` as a process: it starts, answers, and leaves nothing behind."""

from __future__ import annotations

import re
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest

from support import http
from support.apps import copy_built
from support.ports import free_port
from support.processes import STOP_SECONDS, Process, still_alive
from support.server import Server
from support.waiting import PATIENCE, until

pytestmark = pytest.mark.node

Serve = Callable[..., AbstractContextManager[Server]]


FROZEN = """
import gc

def GET(event):
    return {"frozen": gc.get_freeze_count()}
"""


@pytest.fixture(scope="module")
def app(built_app: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the basics app with a route that looks at the collector of garbage."""
    folder = tmp_path_factory.mktemp("served")
    return copy_built(built_app("basics"), folder, {"src/routes/api/json/+server.py": FROZEN})


@pytest.fixture(scope="module")
def server(serve: Serve, app: Path) -> Iterator[Server]:
    with serve(app, workers=2, options=("--access-log",)) as server:
        yield server


def start(app: Path, log_file: Path, *options: str) -> Process:
    argv = [sys.executable, "-m", "lissome", "serve", str(app), "--port", str(free_port()), *options]
    return Process.start(argv, log_file=log_file)


def test_it_says_where_it_serves_what(server: Server) -> None:
    said = rf"^{server.url} serves basics with 2 workers, after \d+\.\d s$"
    until(lambda: re.search(said, server.log(), re.MULTILINE))


def test_pages_and_static_files_are_served(server: Server) -> None:
    assert http.get(server.url).headers["content-type"].startswith("text/html")
    assert http.get(f"{server.url}/_app/version.json").headers["etag"]


def test_static_files_over_granian(server: Server) -> None:
    """The server sends the file by itself; ranges come through Python."""
    whole = http.get(f"{server.url}/favicon.svg", headers={"accept-encoding": "identity"})
    part = http.get(
        f"{server.url}/favicon.svg", headers={"accept-encoding": "identity", "range": "bytes=1-4"}
    )
    compressed = http.get(f"{server.url}/favicon.svg", headers={"accept-encoding": "gzip"})
    assert whole.headers["content-length"] == str(len(whole.content))
    assert (part.status_code, part.content) == (206, whole.content[1:5])
    assert compressed.headers["content-encoding"] == "gzip"
    assert compressed.content == whole.content


def test_no_path_leads_out_of_the_client_folder(server: Server) -> None:
    host, port = server.url.removeprefix("http://").split(":")
    for path in ("/../manifest.json", "/..%2fmanifest.json", "/%2e%2e/manifest.json", "//../manifest.json"):
        with socket.create_connection((host, int(port)), timeout=PATIENCE) as raw:
            raw.sendall(f"GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n".encode())
            answer = b"".join(iter(lambda: raw.recv(65536), b""))
        assert answer.startswith((b"HTTP/1.1 404", b"HTTP/1.1 400", b"HTTP/1.1 3")), answer[:80]
        assert b'"app_dir"' not in answer


def test_a_second_server_on_the_same_port_is_refused(server: Server, app: Path) -> None:
    port = server.url.rpartition(":")[2]
    second = subprocess.run(
        [sys.executable, "-m", "lissome", "serve", str(app), "--port", port],
        capture_output=True,
        text=True,
        check=False,
    )
    assert second.returncode == 1
    assert second.stderr.startswith(f"error: port {port} of 127.0.0.1 is in use")
    assert len(second.stderr.splitlines()) == 1


@pytest.mark.parametrize("sig", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_well_with_its_workers(serve: Serve, app: Path, sig: signal.Signals) -> None:
    """An idle connection does not hold it up."""
    with serve(app, workers=2) as server, http.Client(base_url=server.url) as client:
        client.get("/")  # kept alive
        until(lambda: len(server.process.members()) >= 3)
        assert server.process.stop(sig) == 0


# Runs the command; Ctrl-C comes, as from a terminal to all processes, when something of that name begins.
INTERRUPTED = """
import os, signal, sys
from lissome.cli import main

left = [sys.argv.pop(1)]

def interrupt(event, arguments):
    if left and (event == left[0] or event == "import" and arguments[0] == left[0]):
        left.clear()
        print("interrupted", flush=True)
        os.killpg(0, signal.SIGINT)

sys.addaudithook(interrupt)
main()
"""


@pytest.mark.parametrize(
    "moment",
    [
        # the supervisor
        *("granian", "socket.bind"),
        *(
            pytest.param(name, marks=pytest.mark.long)
            for name in ("lissome.manifest", "lissome.cli.http_server")
        ),
        # it starts workers, they start the app
        *("os.fork", "lissome.app"),
        *(pytest.param(name, marks=pytest.mark.long) for name in ("py_mini_racer", "uvloop")),
    ],
)
def test_ctrl_c_while_it_starts(app: Path, tmp_path: Path, moment: str) -> None:
    command = [sys.executable, "-c", INTERRUPTED, moment, "serve", str(app)]
    process = Process.start(
        [*command, "--port", str(free_port()), "--workers", "2"], log_file=tmp_path / "log"
    )
    try:
        process.popen.wait(STOP_SECONDS)
        assert still_alive(process.members()) == []
        assert "interrupted" in process.log()
        assert "Traceback" not in process.log()
    finally:
        process.kill()


def test_workers_that_die_are_replaced(server: Server) -> None:
    until(lambda: "serves basics" in server.log())  # from then on
    workers = [process for process in server.process.members() if process.pid != server.process.pid]
    for worker in workers:
        worker.kill()
    assert still_alive(workers) == []
    until(lambda: _answers(server.url))
    assert {process.pid for process in server.process.members()}.isdisjoint(
        {worker.pid for worker in workers}
    )


def test_the_collector_does_not_look_at_what_stays(server: Server) -> None:
    assert http.get(f"{server.url}/api/json").json()["frozen"] > 10_000


def test_an_app_that_does_not_start_ends_the_server_with_its_traceback(app: Path, tmp_path: Path) -> None:
    broken = copy_built(app, tmp_path, {"src/hooks.server.py": "import a_module_that_nobody_has\n"})
    process = start(broken, tmp_path / "log")
    try:
        assert process.popen.wait(STOP_SECONDS) == 1
        log = process.log()
        assert log.count("a_module_that_nobody_has") >= 1
        assert log.count("does not start") + log.count("error:") >= 1
        assert still_alive(process.members()) == []
    finally:
        process.kill()


def test_an_access_log_on_request(server: Server) -> None:
    http.get(f"{server.url}/about")
    until(lambda: '"GET /about HTTP/1.1" 200' in server.log())


def _answers(url: str) -> bool:
    try:
        return http.get(url).status_code == 200
    except httpx.TransportError:
        return False


def test_sigterm_to_the_supervisor_alone_finishes_what_is_under_way(serve: Serve, app: Path) -> None:
    """What a process manager sends."""
    with serve(app, workers=2) as server, http.Client(base_url=server.url) as client:
        with client.stream("GET", "/stream") as response:
            lines = response.iter_text()
            first = next(lines)
            server.process.popen.send_signal(signal.SIGTERM)
            rest = "".join(lines)
        assert (first + rest).count("</html>") == 1
        assert "resolve(" in first + rest
        assert server.process.popen.wait(STOP_SECONDS) == 0
        assert still_alive(server.process.members()) == []


def test_tls_and_http_2(app: Path, tmp_path: Path) -> None:
    certificate = Path(__file__).with_name("tls") / "cert.pem"  # self-signed, for localhost, until 2126
    options = ("--ssl-certificate", str(certificate), "--ssl-key", str(certificate.with_name("key.pem")))
    context = ssl.create_default_context(cafile=str(certificate))
    context.set_alpn_protocols(["h2", "http/1.1"])
    port = free_port()
    process = Process.start(
        [sys.executable, "-m", "lissome", "serve", str(app), "--port", str(port), *options],
        log_file=tmp_path / "log",
    )
    try:
        until(lambda: f"https://127.0.0.1:{port} serves" in process.log())
        with (
            socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as raw,
            context.wrap_socket(raw, server_hostname="localhost") as tls,
        ):
            assert (tls.selected_alpn_protocol(), tls.version()) == ("h2", "TLSv1.3")
        process.stop()
    finally:
        process.kill()
