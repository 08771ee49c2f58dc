"""The servers of pages: SvelteKit on Node, `lissome serve`, `lissome dev`, and SvelteKit's `vite dev`."""

from __future__ import annotations

import http.client
import re
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Self

from conformance.projects import BuildError, Projects
from conformance.servers import serving_one
from conformance.wire import Answer, Request, send
from ecosystem.judge import ask
from ecosystem.page import Page
from ecosystem.projects import project_of
from lissome.build.node import find_node
from lissome.build.npm import node_environment
from support.ports import free_port
from support.processes import Process
from support.waiting import until


class Servers:
    """The servers of a group's pages, started when they are first needed."""

    def __init__(self, group: str, pages: Sequence[Page], folder: Path) -> None:
        """Build nothing yet.

        Args:
            group: the name of the group.
            pages: the chosen ones.
            folder: for logs.
        """
        self._group = group
        self._pages = pages
        self._folder = folder
        self._running = ExitStack()
        self._ports: dict[str, int | str] = {}
        self._controls: dict[Page, Answer] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._running.close()

    def port_of(self, side: str) -> int | str:
        """Return the port where a side serves the pages; or why it cannot build them."""
        if side not in self._ports:
            try:
                folder = project_of(side, f"eco-{self._group}", self._pages)
            except (BuildError, AssertionError) as failure:
                self._ports[side] = _reason(str(failure))
            else:
                self._ports[side] = self._running.enter_context(self._serving(side, folder))
        return self._ports[side]

    def control(self, port: int, page: Page) -> Answer:
        """Return SvelteKit's answer to its first request for a page.

        Counters of modules, by which some packages give ids, go on from request to request in Node.
        """
        if page not in self._controls:
            self._controls[page] = ask(port, page)
        return self._controls[page]

    def _serving(self, side: str, project: Path) -> AbstractContextManager[int]:
        if side == "kit-dev":
            return _vite_dev(project, self._log_of(side))
        return serving_one(side, Projects(self._group, {side: project}), self._log_of(side))

    def said(self, side: str) -> str:
        """Return what a server has said so far."""
        return self._log_of(side).read_text("utf-8", "replace")

    def _log_of(self, side: str) -> Path:
        return self._folder / f"{self._group}-{side}.log"


@contextmanager
def _vite_dev(project: Path, log_file: Path) -> Iterator[int]:
    """Run SvelteKit's own dev server: what the browser says of its pages is no fault of lissome's."""
    port = free_port()
    node = find_node()
    command = [str(node.binary), "node_modules/vite/bin/vite.js", "dev", "--host", "127.0.0.1"]
    process = Process.start(
        [*command, "--port", str(port), "--strictPort"],
        log_file=log_file,
        cwd=project,
        env=node_environment(node),
    )
    try:
        until(lambda: _answers(port), otherwise=process.log)
        yield port
    finally:
        process.kill()


def _answers(port: int) -> bool:
    try:
        send(port, Request("GET", "/@vite/client"))
    except (OSError, http.client.HTTPException):
        return False
    return True


_COLOUR = re.compile(r"\x1b?\[[0-9;]*m")
_FAILURE = re.compile(r"^(?:Error: |RolldownError|\w*Error: |\[\w|error: \[)")


def _reason(output: str) -> str:
    """Return the first line of a build's output that names an error."""
    lines = [_COLOUR.sub("", line).strip() for line in output.splitlines()]
    found = [line for line in lines if _FAILURE.match(line)]
    return re.sub(r"/\S*/\.cache/builds/[^/]*/[^/]*/", "", (found or lines or ["nothing was said"])[0])[:500]
