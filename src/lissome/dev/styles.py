"""The CSS of a page that is rendered in dev."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Styles:
    """The style sheets of the modules that an isolate holds.

    As in kit's dev server, a page contains them until the browser has loaded the modules that bring them, so
    that it is never shown unstyled.
    """

    def __init__(self) -> None:
        self._imports: dict[int, list[int]] = {}
        self._sheets: dict[int, str] = {}
        self._entries: dict[str, int] = {}

    def add(self, update: Mapping[str, Any]) -> None:
        """Record imports and style sheets of an update of the isolate; see vite/dev/isolate_updates.js."""
        for number, imports in update["imports"].items():
            self._imports[int(number)] = imports
            self._sheets.pop(int(number), None)
        self._sheets.update((int(number), css) for number, css in update["styles"].items())
        self._entries.update(update["update"]["entries"])

    def of(self, parts: Iterable[str]) -> str:
        """Return the style sheets that parts of the bundle import, in import order."""
        seen: dict[int, None] = {}
        for name in parts:
            if name.startswith("n") and name[1:].isdigit():
                self._walk(self._entries[name], seen)
        return "\n".join(self._sheets[number] for number in seen if self._sheets.get(number))

    def _walk(self, number: int, seen: dict[int, None]) -> None:
        # A stack instead of recursion: an import chain may be longer than Python's recursion limit.
        stack = [number]
        while stack:
            module = stack.pop()
            if module not in seen:
                seen[module] = None
                stack += reversed(self._imports.get(module, ()))


def with_styles(head: bytes, css: str) -> bytes:
    """Add the CSS to a page's head. Kit's client removes this one element when it has started."""
    if not css:
        return head
    safe = css.replace("\0", "").replace("</style", "<\\/style")
    return head + f"<style data-sveltekit>{safe}</style>".encode()
