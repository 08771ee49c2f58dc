"""An app on both servers."""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from conformance.projects import Projects
from conformance.wire import Request, send
from lissome.build.node import find_node
from support.ports import free_port
from support.processes import Process
from support.server import running

READY_SECONDS = 120.0
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
    """The ports of both servers, what they serve, and where each writes what it logs."""

    kit: int
    lissome: int
    projects: Projects
    logs: tuple[Path, Path]


@contextmanager
def serving(projects: Projects, logs: Path) -> Iterator[Pair]:
    """Run an app on both servers for the length of a block."""
    files = logs / f"{projects.app}-kit.log", logs / f"{projects.app}-lissome.log"
    with (
        serving_one("kit", projects, files[0]) as kit,
        serving_one("lissome", projects, files[1]) as lissome,
    ):
        yield Pair(kit, lissome, projects, files)


def serving_one(
    side: str, projects: Projects, log_file: Path, port: int | None = None
) -> AbstractContextManager[int]:
    """Run an app on one of the servers, ``kit`` or ``lissome``; gives its port, by default a free one."""
    port = port or free_port()
    return (_kit if side == "kit" else _lissome)(projects, log_file, port)


@contextmanager
def _lissome(projects: Projects, log_file: Path, port: int) -> Iterator[int]:
    with running(projects.lissome, log_file=log_file, env=ENVIRONMENT, port=port):
        yield port


@contextmanager
def _kit(projects: Projects, log_file: Path, port: int) -> Iterator[int]:
    process = Process.start(
        [str(find_node().binary), "build"],
        log_file=log_file,
        cwd=projects.kit,
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
