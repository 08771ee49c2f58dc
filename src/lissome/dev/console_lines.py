"""The places in the source that console lines and timers of a render come from."""

from __future__ import annotations

import re
from typing import Any, Final

_FRAME: Final = re.compile(
    r"^\s+at (?:(?:new |async )?(?P<name>\S.*?) \()?(?P<place>[^\s<].*?:\d+):\d+(?:, imported by .+?)?\)?$",
    re.MULTILINE,
)
# V8's names for anonymous functions. A component's code is in one.
_ANONYMOUS: Final = frozenset({None, "eval", "Object.eval", "Module.eval"})
_TIMER: Final = (
    "a timer was started while rendering. It ends with the render; start it in onMount or $effect."
)


class ConsoleLines:
    """The console output of the renders in one isolate. A note about a timer is shown once per place."""

    def __init__(self) -> None:
        self._shown_notes: set[str] = set()

    def put_into(self, meta: dict[str, Any]) -> None:
        """Prefix a render's console lines with their places, and add a note for each timer."""
        lines = [_line(*entry) for entry in meta.get("console", ())]
        notes = {f"{place_of(stack)}: {_TIMER}" for stack in meta.pop("timers", ())} - self._shown_notes
        self._shown_notes |= notes
        if lines or notes:
            meta["console"] = [*lines, *(["warning", note] for note in sorted(notes))]


def _line(level: str, text: str, stack: str = "") -> list[str]:
    place = place_of(stack)
    return [level, f"{place}: {text}" if place else text]


def place_of(stack: str) -> str:
    """Return the first frame of the app or a package: ``src/lib/Card.svelte:12 (Card)``, or ``""``."""
    frame = _FRAME.search(stack)
    if frame is None:
        return ""
    return frame["place"] if frame["name"] in _ANONYMOUS else f"{frame['place']} ({frame['name']})"
