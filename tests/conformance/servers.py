"""An app on one of the servers: SvelteKit on Node, `lissome serve`, `lissome dev`."""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from conformance.projects import Projects
from conformance.wire import Request, send
from lissome.build.node import find_node
from support.build_cache import locked
from support.ports import free_port
from support.processes import Process
from support.server import READY_SECONDS, running

ENVIRONMENT = {"PUBLIC_GREETING": 'hello <you> & "me"', "SECRET": "never sent"}
# adapter-node takes https for granted; here both servers are asked over plain HTTP.
KIT_ENVIRONMENT = {
    **ENVIRONMENT,
    "HOST": "127.0.0.1",
    "PROTOCOL_HEADER": "x-forwarded-proto",
    "NODE_ENV": "production",
}


def serving_one(
    side: str, projects: Projects, log_file: Path, port: int | None = None
) -> AbstractContextManager[int]:
    """Run an app on one server, ``kit``, ``lissome`` or ``dev``; gives its port, by default a free one."""
    run = {"kit": _kit, "lissome": _lissome, "dev": _dev}[side]
    return run(projects.folders[side], log_file, port or free_port())


@contextmanager
def _lissome(project: Path, log_file: Path, port: int) -> Iterator[int]:
    with running(project, log_file=log_file, env=ENVIRONMENT, port=port):
        yield port


@contextmanager
def _dev(project: Path, log_file: Path, port: int) -> Iterator[int]:
    # Vite's, so no code of the app runs; it answers before the app does, and the first request waits for that
    probe = "/@vite/client"
    with (
        locked(project.with_name("dev.lock")),  # of Vite's files: another process may serve the app
        running(project, log_file=log_file, command="dev", env=ENVIRONMENT, port=port, probe=probe),
    ):
        yield port


@contextmanager
def _kit(project: Path, log_file: Path, port: int) -> Iterator[int]:
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
