"""Measuring: both servers of an app side by side, edited in turn; and both started in turn, one at a time."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TypeVar

import httpx
import psutil
from harness import usage
from harness.rounds import order
from harness.same import UnequalError, visible_text
from harness.servers import Server, ServerError, starting, tail

from editing.apps import App
from editing.client import client_of, get
from editing.edits import Edit, Shown, restored, save_and_watch
from editing.starts import PATIENCE, cold_and_warm

WARM_UP = 2  # edits that do not count: the first one makes both sides load what an edit needs
# Seconds after an edit: what it has set off is done, and nobody saves faster. Vite's watcher takes two
# changes of a file within 50 ms for one, and would not see the second one.
REST = 0.3
SIDES = ("lissome", "vite")

T = TypeVar("T")
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Side:
    """A server that lives, and the client that asks it."""

    server: Server
    process: psutil.Process
    client: httpx.Client

    def memory(self) -> dict[str, float]:
        """MB of resident memory: of the process that was started, and of the whole tree."""
        own = self.process.memory_info().rss / usage.MB
        return {"process_mb": round(own, 1), "tree_mb": round(usage.rss_mb(self.process), 1)}


@dataclass(frozen=True, slots=True)
class Edited:
    """What came of an edit, by side.

    Attributes:
        shown: the edits that count.
        page_ms: milliseconds for the page when nothing has changed, some times.
        memory: after these edits.
    """

    edit: Edit
    shown: dict[str, list[Shown]]
    page_ms: dict[str, list[float]]
    memory: dict[str, dict[str, float]]


def measure_edits(app: App, servers: tuple[Server, Server], count: int, say: Say) -> list[Edited]:
    """Make each edit of the app `count` times on both sides, in turn.

    Raises:
        ServerError, UnequalError, EditError: nothing worth publishing came out, and why.
    """
    with ExitStack() as stack:
        live = [_enter(stack, server, app.page) for server in servers]
        measured = []
        for edit in app.edits:
            _require_same(edit.address, live)
            shown = _alternate(edit, live, count, say)
            page_ms = [_unchanged(side.client, edit.address, count) for side in live]
            memory = [side.memory() for side in live]
            measured.append(Edited(edit, _by_side(shown), _by_side(page_ms), _by_side(memory)))
    return measured


def measure_starts(
    address: str, servers: tuple[Server, Server], rounds: int, say: Say
) -> dict[str, dict[str, list[float]]]:
    """Start both sides without caches and with them, in turn; returns seconds by side and kind.

    Raises:
        ServerError: a server did not start.
    """
    taken: list[dict[str, list[float]]] = [{"cold": [], "warm": []} for _ in servers]
    for number in range(rounds):
        for side in order(len(servers), number):
            cold, warm = cold_and_warm(servers[side], address)
            taken[side]["cold"].append(cold)
            taken[side]["warm"].append(warm)
            say(f"start {number + 1}/{rounds} {address}, {servers[side].name}: {cold:.1f} s, {warm:.1f} s")
    return _by_side(taken)


def _by_side(values: list[T]) -> dict[str, T]:
    return dict(zip(SIDES, values, strict=True))


def _enter(stack: ExitStack, server: Server, address: str) -> Side:
    child = stack.enter_context(starting(server))
    client = stack.enter_context(client_of(server))
    deadline = time.monotonic() + PATIENCE
    while get(client, address) is None:
        if child.poll() is not None or time.monotonic() > deadline:
            raise ServerError(f"{server.name} has no page at {address}:\n{tail(server)}")
        time.sleep(0.05)
    return Side(server, psutil.Process(child.pid), client)


def _require_same(address: str, live: list[Side]) -> None:
    """Wait until both sides show the same page: the file of the edit before is only just as it was.

    Raises:
        UnequalError: they do not.
    """
    deadline = time.monotonic() + PATIENCE
    while not _is_one_page(answers := [_answer(side, address) for side in live]):
        if time.monotonic() > deadline:
            told = "\n".join(f"  {status} {text[:600]!r}" for status, text in answers)
            raise UnequalError(f"{address} is not one page on both sides:\n{told}")
        time.sleep(0.1)


def _is_one_page(answers: list[tuple[int, str]]) -> bool:
    return len(set(answers)) == 1 and answers[0][0] == httpx.codes.OK


def _answer(side: Side, address: str) -> tuple[int, str]:
    response = side.client.get(address)
    return response.status_code, visible_text(response.text)


def _alternate(edit: Edit, live: list[Side], count: int, say: Say) -> list[list[Shown]]:
    shown: list[list[Shown]] = [[] for _ in live]
    with ExitStack() as stack:
        edits = [edit, edit.in_kit or edit]
        files = [side.server.cwd / one.file for side, one in zip(live, edits, strict=True)]
        originals = [stack.enter_context(restored(file)) for file in files]
        for number in range(WARM_UP + count):
            for index in order(len(live), number):
                marker = f"edit-{number}-of-{len(live) * (WARM_UP + count)}"
                text = edits[index].text(originals[index], marker)
                one = save_and_watch(live[index].client, edit.address, files[index], text, marker)
                if number >= WARM_UP:
                    shown[index].append(one)
                name = live[index].server.name
                say(f"{edit.name} {number + 1}/{WARM_UP + count} {name}: {one.seconds * 1000:.0f} ms")
                time.sleep(REST)
    return shown


def _unchanged(client: httpx.Client, address: str, count: int) -> list[float]:
    """Milliseconds for a page while nothing changes; the first request of them does not count."""
    times = []
    for _ in range(count + 1):
        began = time.perf_counter()
        client.get(address)
        times.append(1000 * (time.perf_counter() - began))
    return times[1:]
