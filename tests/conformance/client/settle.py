"""Waits until nothing that a step began is under way any more, and then says what the page shows.

A step's consequences are not all visible from outside: a link is followed, a form sent and an entry of the
history looked up some time after the click, and until then the page looks as if nothing was to happen. So
each document keeps account of that itself (`under_way.js`), from before its first script on. A look reads the
account together with the page. The browser says things in order, so all that it said before a look is known.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Error, Page

HERE = Path(__file__).parent
UNDER_WAY = HERE / "under_way.js"
LOOK = (HERE / "look.js").read_text()

# Looks in a row that must find the same; each comes after a frame and all tasks that were ready.
QUIET_LOOKS = 3
# A call that nothing is under way for is given up after so many.
UNANSWERED_LOOKS = 40
PATIENCE_SECONDS = 60.0

# How Playwright says that the document it read was replaced meanwhile.
_REPLACED = "Execution context was destroyed"


@dataclass(frozen=True, slots=True)
class Look:
    """What was found in a document at one moment.

    Attributes:
        shows: what its user sees, by aspect; an aspect that is as always is empty.
        awaits: what is sure to happen to it yet, in words.
        calls: how many calls of the scenario have not answered.
    """

    shows: dict[str, str]
    awaits: list[str]
    calls: int

    def unfinished(self) -> list[str]:
        """What goes on in the document and need not be waited for, in words."""
        return [f"{name} {self.shows[name]}" for name in ("document", "navigating") if self.shows[name]]


def look(page: Page) -> Look | None:
    """Read a page; None while another document takes the place of the one that is there.

    Reading changes nothing, so a caller may do it again. Playwright then waits for the new document.

    Raises:
        Error: the page cannot be read at all.
    """
    try:
        found = json.loads(page.evaluate(LOOK))
    except Error as failure:
        if _REPLACED not in failure.message:
            raise
        return None
    return Look(**found) if found else None


def settle(page: Page, heard: Callable[[], int], unfinished: Callable[[Look], list[str]]) -> Look:
    """The page once it has stopped to change, and nothing is under way.

    Args:
        page: where a step has been taken.
        heard: a number that grows with all that the browser says.
        unfinished: what there is to wait for besides, after a look, in words.

    Raises:
        Error: that did not come to pass; the message says what there still was to wait for.
    """
    deadline = time.monotonic() + PATIENCE_SECONDS
    quiet, last, awaited = 0, None, [""]
    while time.monotonic() < deadline:
        found = look(page)
        now = (found, heard())
        awaited = ["a document"] if found is None else [*found.awaits, *unfinished(found)]
        quiet, last = quiet + 1 if now == last and not awaited else 0, now
        if found is not None and quiet >= (UNANSWERED_LOOKS if found.calls else QUIET_LOOKS):
            return found
    raise Error(
        f"not settled in {PATIENCE_SECONDS:.0f} s; awaited: {', '.join(awaited) or 'the same look twice'}"
    )
