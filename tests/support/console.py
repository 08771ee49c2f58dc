"""What the browser's console said."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage, Page

QUIET = frozenset({"debug", "info", "log"})

# Chromium's own line about an answer that is an error; no page can prevent it.
FAILED_RESOURCE = re.compile(r"error: Failed to load resource: .* status of (\d+)")


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

    def take_statuses(self) -> list[int]:
        """Remove Chromium's own lines about answers from 400 on; returns their status codes."""
        matches = [FAILED_RESOURCE.match(line) for line in self.lines]
        self.lines = [line for line, match in zip(self.lines, matches, strict=True) if match is None]
        return [int(match[1]) for match in matches if match]

    def _message(self, message: ConsoleMessage) -> None:
        # What is no page, such as JSON, names no icon. Browsers then ask for one, and nobody knows when.
        if message.location["url"].endswith("/favicon.ico"):
            return
        self.lines.append(f"{message.type}: {message.text}")
