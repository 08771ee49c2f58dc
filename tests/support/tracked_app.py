"""An app of a few lines, whose functions are called as a request would call them."""

from __future__ import annotations

import asyncio
import importlib.util
import inspect
import itertools
import sys
import textwrap
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from contextvars import Context
from pathlib import Path
from types import ModuleType
from typing import Any

from lissome.state_guard.finding import Finding
from lissome.state_guard.resources.resource_tracker import ResourceTracker
from support.fake_request import FakeEvent, observed


class TrackedApp:
    """Its modules, and the tracker of its requests."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.findings: list[Finding] = []
        self.state: object = None
        self.tracker = ResourceTracker(root, self.findings.append, grace=0.02)
        self._numbers = itertools.count(1)

    def write(self, source: str, file: str) -> Path:
        """Write a file of the app."""
        path = self.root / "src" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(source).strip() + "\n")
        return path

    def module(self, source: str, file: str = "lib/made.py") -> ModuleType:
        """Import a file of the app."""
        path = self.write(source, file)
        spec = importlib.util.spec_from_file_location(f"small_{path.stem}_{id(self)}", path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[module.__name__] = module
        spec.loader.exec_module(module)
        return module

    def request(self, function: Callable[..., Any], *arguments: Any) -> asyncio.Task[Any]:
        """Call a function of the app in a request of its own."""
        return asyncio.create_task(
            self._serve(f"GET /{next(self._numbers)}", function, arguments), context=Context()
        )

    async def _serve(self, label: str, function: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
        event = FakeEvent(app=self.state)
        self.tracker.begin(observed(event), label)
        try:
            parameters = inspect.signature(function).parameters
            given = (event,) if "event" in parameters else ()
            result = function(*given, *arguments)
            return await result if inspect.isawaitable(result) else result
        finally:
            self.tracker.end(observed(event))

    @asynccontextmanager
    async def tidied_up(self) -> AsyncIterator[None]:
        """End the tasks that are left."""
        before = asyncio.all_tasks()
        try:
            yield
        finally:
            left = asyncio.all_tasks() - before
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)

    def line(self, file: str = "lib/made.py") -> int:
        """The line of the app that is marked with ``# HERE``."""
        lines = (self.root / "src" / file).read_text().splitlines()
        return next(number for number, line in enumerate(lines, 1) if "# HERE" in line)
