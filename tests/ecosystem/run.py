"""Renders pages by SvelteKit and by lissome, and compares."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from conformance.scripts import Scripts
from conformance.wire import Answer
from ecosystem.judge import ask, problems_of, unmet
from ecosystem.page import Page
from ecosystem.servers import Servers
from ecosystem.visit import Visitor

TIMES = 3
"""Requests for each page: some faults show from the second one on."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a page.

    Attributes:
        side: ``lissome`` or ``dev``.
        problems: what differs from SvelteKit or goes wrong in the browser.
        broken: what is wrong with the page itself, in SvelteKit.
        said: what the console says with SvelteKit too.
        answer: SvelteKit's, normalised; None if it gave none.
    """

    page: Page
    side: str
    problems: tuple[str, ...]
    broken: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    answer: Answer | None = None

    @property
    def failed(self) -> bool:
        """True if the page is not as in SvelteKit, and that is not known, or the other way round."""
        return bool(self.broken) or bool(self.problems) != bool(self.page.cannot)


def run(
    groups: Sequence[tuple[str, Sequence[Page]]], sides: Sequence[str], visitor: Visitor | None
) -> Iterator[Outcome]:
    """Render, compare and visit pages.

    Args:
        groups: names of groups, each with the chosen pages.
        sides: who is judged: ``lissome``, ``dev`` or both.
        visitor: visits the pages, if there is one.
    """
    with closing(Scripts()) as scripts, tempfile.TemporaryDirectory() as folder:
        for group, pages in groups:
            with Servers(group, pages, Path(folder)) as servers:
                for side in sides:
                    for page in pages:
                        yield _try(page, side, servers, visitor, scripts)


def _try(page: Page, side: str, servers: Servers, visitor: Visitor | None, scripts: Scripts) -> Outcome:
    kit = servers.port_of("kit")
    if isinstance(kit, str):
        return Outcome(page, side, (), (f"build: {kit}",))
    control = servers.control(kit, page)
    broken = unmet(page, control)
    port = servers.port_of(side)
    if isinstance(port, str):
        return Outcome(page, side, (f"build: {port}",), tuple(broken), answer=control)
    before = len(servers.said(side))
    problems = _differences(page, side, port, control, scripts)
    if problems or visitor is None:
        problems += _errors(servers.said(side)[before:]) if problems else []
        return Outcome(page, side, tuple(problems), tuple(broken), answer=control)
    problems, same = _visited(page, side, servers, visitor)
    said = [problem for problem in same if problem.startswith("console: ")]
    broken += [problem for problem in same if problem not in said]
    return Outcome(page, side, tuple(problems), tuple(broken), tuple(said), control)


def _differences(page: Page, side: str, port: int, control: Answer, scripts: Scripts) -> list[str]:
    """Return how a page differs from SvelteKit's, in any of several requests."""
    answers = [problems_of(page, control, ask(port, page), side, scripts) for _ in range(TIMES)]
    problems = list(dict.fromkeys(problem for found in answers for problem in found))
    return [f"{sum(map(bool, answers))} of {TIMES} requests", *problems] if problems else []


def _visited(page: Page, side: str, servers: Servers, visitor: Visitor) -> tuple[list[str], list[str]]:
    """Return what a visitor meets on a page only, and what on SvelteKit's page; that one only if need be."""

    def met(on: str) -> list[str]:
        return visitor.visit(f"http://127.0.0.1:{servers.port_of(on)}", page.target, page.steps)

    problems = met(side)
    same = met("kit-dev" if side == "dev" else "kit") if problems else []
    return [problem for problem in problems if problem not in same], same


def _errors(log: str) -> list[str]:
    """Return the lines of a server's log that name an error."""
    lines = [line.strip() for line in log.splitlines()]
    errors = [f"log: {line[:400]}" for line in lines if re.search(r"Error\b|error:", line)]
    return list(dict.fromkeys(errors))[:3]
