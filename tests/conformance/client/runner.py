"""Runs scenarios on both servers, and judges them."""

from __future__ import annotations

import difflib
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, Queue
from threading import Event

from playwright.sync_api import Browser, Error, sync_playwright

from conformance.client.scenario import Scenario
from conformance.client.tab import Tab
from conformance.development import CODE_IN_DEV, heard_in_dev, transcript_as_in_dev
from conformance.projects import Projects, built
from conformance.servers import serving_one
from support.browser import MISSING, find_browser, launch
from support.ports import free_port

STEP_MILLISECONDS = 60_000


class NoBrowserError(Exception):
    """Scenarios cannot be played; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a scenario went.

    Attributes:
        verdict: ``same``, ``differ`` or ``deliberate``.
        text: what differs, or why the scenario or its mark is wrong.
        transcript: what was written down with SvelteKit.
    """

    scenario: Scenario
    verdict: str
    text: str
    transcript: str


class Side:
    """One of both servers, always at the same address, whatever app it serves."""

    def __init__(self, name: str, folder: Path) -> None:
        """Serve nothing yet.

        Args:
            name: ``kit``, ``lissome`` or ``dev``.
            folder: for logs.
        """
        self.name = name
        self.port = free_port()
        self._folder = folder
        self._projects: dict[str, Projects] = {}
        self._running = ExitStack()
        self._app = ""

    def serve(self, app: str) -> None:
        """Serve this app and no other; it is built when that is needed for the first time."""
        if app != self._app:
            self.close()
            if app not in self._projects:
                [self._projects[app]] = built([app], [self.name])
            log_file = self._folder / f"{app}-{self.name}.log"
            self._running.enter_context(serving_one(self.name, self._projects[app], log_file, self.port))
            self._app = app

    def close(self) -> None:
        """End the server."""
        self._running.close()
        self._app = ""


def run(scenarios: Sequence[Scenario], subject: str = "lissome") -> Iterator[Outcome]:
    """Play each scenario on both servers, at the same time.

    Args:
        scenarios: what is played.
        subject: who is judged: ``lissome``, in production, or ``dev``, `lissome dev`.

    Raises:
        NoBrowserError: there is neither Chromium nor Chrome.
    """
    if not scenarios:
        return
    stopped = Event()
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as pool:
        sides = [Side(name, Path(folder)) for name in ("kit", subject)]
        transcripts = [_Transcripts(pool, side, scenarios, stopped) for side in sides]
        try:
            for scenario, kit, judged in zip(scenarios, *transcripts, strict=True):
                yield judge(scenario, kit, judged, subject)
        finally:
            stopped.set()


class _Transcripts:
    """The transcripts of one side as they come. Playwright wants a thread of its own for each browser."""

    def __init__(
        self, pool: ThreadPoolExecutor, side: Side, scenarios: Sequence[Scenario], stopped: Event
    ) -> None:
        self._ready: Queue[str] = Queue()
        self._count = len(scenarios)
        self._work = pool.submit(self._play, side, scenarios, stopped)

    def __iter__(self) -> Iterator[str]:
        for _ in range(self._count):
            yield self._next()

    def _next(self) -> str:
        while True:
            try:
                return self._ready.get(timeout=0.1)
            except Empty:
                if self._work.done() and self._ready.empty():
                    self._work.result()
                    raise

    def _play(self, side: Side, scenarios: Sequence[Scenario], stopped: Event) -> None:
        path = find_browser()
        if path is None:
            raise NoBrowserError(MISSING)
        with closing(side), sync_playwright() as playwright, closing(launch(playwright, path)) as browser:
            for scenario in scenarios:
                if stopped.is_set():
                    return
                self._ready.put(play(scenario, side, browser))


def play(scenario: Scenario, side: Side, browser: Browser) -> str:
    """The transcript of a scenario on one server; a step that could not be taken is its last line."""
    side.serve(scenario.app)
    origin = f"http://127.0.0.1:{side.port}"
    # adapter-node takes https for granted
    context = browser.new_context(
        viewport={"width": 800, "height": 600}, extra_http_headers={"X-Forwarded-Proto": "http"}
    )
    context.set_default_timeout(STEP_MILLISECONDS)
    context.add_cookies([{"name": "visitor", "value": scenario.name.replace(" ", "-"), "url": origin}])
    with closing(context):
        page = context.new_page()
        if side.name == "dev":
            tab = Tab(page, origin, scenario.base, side.serve, code=CODE_IN_DEV, heard=heard_in_dev)
        else:
            tab = Tab(page, origin, scenario.base, side.serve)
        with suppress(Error):  # it is in the transcript
            scenario.steps(tab)
        return "\n".join(tab.lines)


def judge(scenario: Scenario, kit: str, lissome: str, subject: str = "lissome") -> Outcome:
    """Compare two transcripts. A step that failed is no conformance, even if it failed on both servers."""
    recorded = kit
    if subject == "dev":
        kit, lissome = transcript_as_in_dev(kit), transcript_as_in_dev(lissome)
    text = "\n".join(list(difflib.unified_diff(kit.splitlines(), lissome.splitlines(), n=8, lineterm=""))[2:])
    if not text and "\n!" in kit:
        return Outcome(scenario, "differ", f"a step failed on both servers\n{kit}", recorded)
    if scenario.deliberate is None:
        return Outcome(scenario, "differ" if text else "same", text, recorded)
    if text:
        return Outcome(scenario, "deliberate", text, recorded)
    why = f"marked as {scenario.deliberate}, but both transcripts are the same: remove the mark"
    return Outcome(scenario, "differ", why, recorded)
