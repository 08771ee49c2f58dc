"""A small app of a few modules, and requests that need no server."""

from __future__ import annotations

import asyncio
import importlib
import itertools
from collections.abc import Awaitable, Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

from lissome.state_guard import Finding, StateGuard


class Form:
    """A submitted form."""

    def __init__(self, fields: dict[str, str]) -> None:
        self._fields = fields

    def multi_items(self) -> list[tuple[str, str]]:
        return list(self._fields.items())


class Jar:
    """A request's cookies."""

    def __init__(self, cookies: dict[str, str]) -> None:
        self._cookies = cookies

    def get_all(self) -> dict[str, str]:
        return self._cookies


class Event:
    """As much of a request as the guard looks at."""

    def __init__(self, user: str | None, path: str = "/", **brought: Any) -> None:
        cookies = {"user": user} if user else {}
        headers = {"cookie": f"user={user}"} if user else {}
        self.label = f"GET {path}"
        self.request = SimpleNamespace(method="GET", headers=headers | brought.get("headers", {}))
        self.request.marker = Jar({})
        if "form" in brought:
            self.request._form = Form(brought["form"])
        self.url = SimpleNamespace(pathname=path, search="", search_params=brought.get("query", {}))
        self.params = brought.get("params", {})
        self.route = SimpleNamespace(id=brought.get("route", path))
        self.cookies = Jar(cookies)
        self.locals = SimpleNamespace(user=user)


class GuardedApp:
    """An app under guard.

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

    async def serve(self, event: Event, work: Callable[[Event], Any]) -> None:
        """One request, in a task of its own."""

        async def run() -> None:
            self.guard.begin(event)
            answer = work(event)
            if isinstance(answer, Awaitable):
                await answer

        await asyncio.create_task(run())
        self.guard.end(event)

    async def turns(self, work: Callable[[Event], Any], times: int = 1, **brought: Any) -> list[Finding]:
        """Ann and Bob, one after the other; returns what was found."""
        for _, user in itertools.product(range(times), ("ann-4711", "bob-0815")):
            await self.serve(Event(user, **brought), work)
        return self.guard.findings
