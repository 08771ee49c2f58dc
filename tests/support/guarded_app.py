"""An app of a few modules under the guard, and requests that need no server."""

from __future__ import annotations

import asyncio
import importlib
import itertools
from collections.abc import Awaitable, Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from lissome.state_guard import Finding, StateGuard
from support.fake_request import FakeEvent, observed


class GuardedApp:
    """An app under the guard.

    Args:
        root: an empty folder.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.reported: list[Finding] = []
        self.guard = StateGuard(root, self.reported.append)

    def write(self, name: str, source: str) -> None:
        """Make a module of the app."""
        file = self.root / "src" / f"{name.replace('.', '/')}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(source)
        importlib.invalidate_caches()

    def load(self, source: str, name: str = "state") -> Any:
        """Make a module and import it."""
        self.write(name, source)
        return self.module(name)

    def module(self, name: str) -> ModuleType:
        return importlib.import_module(name)

    async def serve(self, event: FakeEvent, work: Callable[[FakeEvent], Any]) -> None:
        """One request, in a task of its own."""

        async def run() -> None:
            self.guard.begin(observed(event))
            answer = work(event)
            if isinstance(answer, Awaitable):
                await answer

        await asyncio.create_task(run())
        self.guard.end(observed(event))

    async def turns(self, work: Callable[[FakeEvent], Any], times: int = 1, **brought: Any) -> list[Finding]:
        """Ann and Bob, one after the other; returns what was found."""
        for _, user in itertools.product(range(times), ("ann-4711", "bob-0815")):
            await self.serve(FakeEvent(user, **brought), work)
        return self.guard.findings
