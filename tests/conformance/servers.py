"""An app on both servers."""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from conformance.projects import Projects
from conformance.wire import Request, send
from lissome.build.node import find_node
from support.ports import free_port
from support.processes import Process
from support.server import running

READY_SECONDS = 30.0
ENVIRONMENT = {"PUBLIC_GREETING": 'hello <you> & "me"', "SECRET": "never sent"}
# adapter-node takes https for granted; here both servers are asked over plain HTTP.
KIT_ENVIRONMENT = {
    **ENVIRONMENT,
    "HOST": "127.0.0.1",
    "PROTOCOL_HEADER": "x-forwarded-proto",
    "NODE_ENV": "production",
}


@dataclass(frozen=True, slots=True)
class Pair:
    """The ports of both servers, and where each writes what it logs."""

    kit: int
    lissome: int
    logs: tuple[Path, Path]


@contextmanager
def serving(projects: Projects, logs: Path) -> Iterator[Pair]:
    """Run an app on both servers for the length of a block."""
    files = logs / f"{projects.app}-kit.log", logs / f"{projects.app}-lissome.log"
    with (
        _kit(projects.kit, files[0]) as kit,
        running(projects.lissome, log_file=files[1], env=ENVIRONMENT) as lissome,
    ):
        yield Pair(kit, int(lissome.url.rpartition(":")[2]), files)


@contextmanager
def _kit(project: Path, log_file: Path) -> Iterator[int]:
    port = free_port()
    process = Process.start(
        [str(find_node().binary), "build"],
        log_file=log_file,
        cwd=project,
        env={**KIT_ENVIRONMENT, "PORT": str(port)},
    )
    try:
        _wait(port, process)
        yield port
    finally:
        process.kill()


def _wait(port: int, process: Process) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        if process.popen.poll() is not None:
            break
        try:
            send(port, Request("GET", "/_app/version.json"))
        except (OSError, http.client.HTTPException):
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"adapter-node does not answer\n{process.log()}")
