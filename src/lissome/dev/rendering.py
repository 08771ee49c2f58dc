"""What dev adds to a rendered page: its styles, and where its console lines and timers come from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_STEP: Final = re.compile(
    r"^\s+at (?:(?:new |async )?(?P<name>\S.*?) \()?(?P<place>[^\s<].*?:\d+):\d+(?:, imported by .+?)?\)?$",
    re.MULTILINE,
)
# V8's names of functions that have none: the code of a component stands in one.
_NAMELESS: Final = frozenset({None, "eval", "Object.eval", "Module.eval"})
_TIMER: Final = (
    "a timer was started while rendering. It ends with the render; start it in onMount or $effect."
)


class Styles:
    """The CSS of the modules that an isolate has.

    As in kit's dev server it stands in the page until the browser has the modules that bring it, so that
    nothing is ever shown without it.
    """

    def __init__(self) -> None:
        self._imports: dict[int, list[int]] = {}
        self._sheets: dict[int, str] = {}
        self._entries: dict[str, int] = {}

    def add(self, update: Mapping[str, Any]) -> None:
        """Take over what an update of the isolate says; see vite/dev/isolate_updates.js."""
        for number, imports in update["imports"].items():
            self._imports[int(number)] = imports
            self._sheets.pop(int(number), None)
        self._sheets.update((int(number), css) for number, css in update["styles"].items())
        self._entries.update(update["update"]["entries"])

    def of(self, parts: Iterable[str]) -> str:
        """The sheets of parts, in the order of their imports."""
        seen: dict[int, None] = {}
        for name in parts:
            if name.startswith("n") and name[1:].isdigit():
                self._walk(self._entries[name], seen)
        return "\n".join(self._sheets[number] for number in seen if self._sheets.get(number))

    def _walk(self, number: int, seen: dict[int, None]) -> None:
        # without recursion: imports may be nested deeper than calls
        left = [number]
        while left:
            next_one = left.pop()
            if next_one not in seen:
                seen[next_one] = None
                left += reversed(self._imports.get(next_one, ()))


def with_styles(head: bytes, css: str) -> bytes:
    """The head with the styles; kit's client removes this one element when it has started."""
    if not css:
        return head
    safe = css.replace("\0", "").replace("</style", "<\\/style")
    return head + f"<style data-sveltekit>{safe}</style>".encode()


class ConsoleLines:
    """What the renders of an isolate say, with its place; the same note on a timer once."""

    def __init__(self) -> None:
        self._noted: set[str] = set()

    def put_into(self, meta: dict[str, Any]) -> None:
        """Give each console line of a render its place, and say which timers it has left."""
        lines = [_line(*entry) for entry in meta.get("console", ())]
        notes = {f"{place_of(stack)}: {_TIMER}" for stack in meta.pop("timers", ())} - self._noted
        self._noted |= notes
        if lines or notes:
            meta["console"] = [*lines, *(["warning", note] for note in sorted(notes))]


def _line(level: str, text: str, stack: str = "") -> list[str]:
    place = place_of(stack)
    return [level, f"{place}: {text}" if place else text]


def place_of(stack: str) -> str:
    """The first step of a stack that is the app's or a package's: ``src/lib/Card.svelte:12 (Card)``."""
    step = _STEP.search(stack)
    if step is None:
        return ""
    return step["place"] if step["name"] in _NAMELESS else f"{step['place']} ({step['name']})"
