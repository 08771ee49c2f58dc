"""A project that `make scaffold` has made: its commands, and its pages."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from steps import REPO, fail, say, step

sys.path.insert(0, str(REPO / "tests"))

from support.ports import free_port
from support.processes import Process

PATIENCE = 300.0  # seconds until a server answers; a busy machine is no failure


@dataclass(frozen=True, slots=True)
class Project:
    """A project, with its environment.

    Attributes:
        folder: where it is.
        template: what it was made from.
        environment: the variables of its commands; PATH begins with the project's own programs.
    """

    folder: Path
    template: str
    environment: dict[str, str]

    def step(self, title: str, *command: str) -> None:
        """Run a command in the project, as one would in its activated environment."""
        program = shutil.which(command[0], path=self.environment["PATH"]) or command[0]
        advice = f"It was: {' '.join(command)}"
        title = f"{self.template}: {title}"
        step(title, [program, *command[1:]], cwd=self.folder, env=self.environment, advice=advice)

    @contextmanager
    def served(self, command: str) -> Iterator[Callable[[str, str], str]]:
        """Run `lissome dev` or `lissome serve`.

        Yields:
            A function that gets a page, which has to contain a text, and returns its HTML.
        """
        url = f"http://127.0.0.1:{(port := free_port())}"
        say(f"{self.template}: Serving it with `lissome {command}` ...")
        program = str(self.folder / ".venv" / "bin" / "lissome")
        log = self.folder.parent / f"{self.template}-{command}.log"
        environment = {**os.environ, **self.environment}
        start = [program, command, "--port", str(port)]
        server = Process.start(start, log_file=log, cwd=self.folder, env=environment)

        def get(path: str, expected: str) -> str:
            page = wait_for(url + path, server)
            if expected not in page:
                fail(f"{path} of {self.folder} does not say {expected!r}", page)
            return page

        try:
            yield get
        finally:
            server.stop()


def wait_for(url: str, server: Process) -> str:
    """Ask for a page until it is there."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return httpx.get(url, timeout=60).text
        except httpx.TransportError:
            if time.monotonic() > deadline or server.popen.poll() is not None:
                fail(f"{url} does not answer", server.log())
            time.sleep(0.1)


def has_sync() -> bool:
    """True if there is `lissome sync`, without which svelte-check knows no types of Python."""
    return (REPO / "src" / "lissome" / "cli" / "sync.py").is_file()
