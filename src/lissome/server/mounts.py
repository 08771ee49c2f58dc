"""Other ASGI applications, each below a path of the app: `[tool.lissome.mount]`.

What is sent to such a path goes to the other application as it came: no hook, no access guard, no limit and
no check of lissome's sees it. Of lissome's own work only what concerns the whole server is done, in `App`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any
from urllib.parse import quote

from starlette.types import ASGIApp, Receive, Scope, Send

from lissome.routing.paths import ROUTE_SUFFIXES
from lissome.server.asgi_lifespan import lifespan_of
from lissome.server.responses import bare


class MountedApp:
    """An ASGI application below a path.

    Args:
        path: with kit's ``paths.base``, without a slash at its end.
        target: where the application comes from: ``module:attribute``.
        root_path: the part of paths that the application does not know.

    Attributes:
        state: what its lifespan has made for its requests.
    """

    def __init__(self, path: str, target: str, app: ASGIApp, root_path: str) -> None:
        self.path = path
        self.target = target
        self.app = app
        self.state: dict[str, Any] = {}
        self._root_path = root_path
        self._below = f"{path}/"

    def covers(self, path: str) -> bool:
        """True if requests for a decoded path, with ``paths.base``, are the application's."""
        return path.startswith(self._below) or path == self.path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request or a WebSocket: the application finds its own path behind ``root_path``."""
        if scope["path"] == self._root_path and scope["type"] == "http":
            await self._add_slash(scope, receive, send)
            return
        # a copy: some frameworks, Litestar among them, write into the scope
        await self.app({**scope, "root_path": self._root_path, "state": self.state.copy()}, receive, send)

    async def _add_slash(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Redirect from the path itself to what frameworks have as ``/``, as Starlette's Mount does."""
        query = scope["query_string"].decode("latin-1")
        location = quote(self._below) + (f"?{query}" if query else "")
        await bare("", 307, {"location": location})(scope, receive, send)

    @asynccontextmanager
    async def lifespan(self) -> AsyncIterator[None]:
        """Run the application's lifespan around the block.

        Raises:
            AppError: the application does not start, or fails when it ends.
        """
        async with lifespan_of(self.app, f"{self.target}, mounted at {self.path},") as self.state:
            yield


class Mounts:
    """All mounted applications.

    Args:
        answers_routes: kit's client asks this server which route a path has, also of paths below these.
    """

    def __init__(self, apps: Sequence[MountedApp], *, answers_routes: bool) -> None:
        self._answers_routes = answers_routes
        self._apps = sorted(apps, key=lambda app: len(app.path), reverse=True)  # /api/v2 before /api
        self._is_running = False

    def find(self, path: str) -> MountedApp | None:
        """Return the application that answers at a decoded path."""
        if self._answers_routes and path.endswith(ROUTE_SUFFIXES):
            return None
        return next((app for app in self._apps if app.covers(path)), None)

    @asynccontextmanager
    async def lifespan(self) -> AsyncIterator[None]:
        """Run the lifespans of all around the block.

        In `lissome dev` they run already, and longer: the versions of the app follow each other there, and
        the mounted applications stay.

        Raises:
            AppError: one of them does not start, or fails when it ends.
        """
        if self._is_running:
            yield
            return
        async with AsyncExitStack() as running:
            started: dict[int, MountedApp] = {}
            for app in self._apps:
                first = started.setdefault(id(app.app), app)  # one lifespan, however many paths
                if first is app:
                    await running.enter_async_context(app.lifespan())
                app.state = first.state
            self._is_running = True
            running.callback(setattr, self, "_is_running", False)
            yield
