"""What the browser's console said."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage, Page

QUIET = frozenset({"debug", "info", "log"})


@dataclass
class Console:
    """Console messages, uncaught errors and failed requests of all pages it listens to, in order.

    Each line is ``kind: text``, for example ``error: Failed to load resource`` or ``pageerror: boom``.
    """

    lines: list[str] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        page.on("console", self._message)
        page.on("pageerror", lambda error: self.lines.append(f"pageerror: {error}"))

    @property
    def problems(self) -> list[str]:
        """Warnings and errors: everything that is no plain logging."""
        return [line for line in self.lines if line.partition(":")[0] not in QUIET]

    def assert_empty(self) -> None:
        """A good page says nothing at all."""
        assert self.lines == []

    def assert_clean(self) -> None:
        """The page may log, but has neither a warning nor an error."""
        assert self.problems == []

    def _message(self, message: ConsoleMessage) -> None:
        self.lines.append(f"{message.type}: {message.text}")
