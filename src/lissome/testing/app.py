"""An app in the process of its test, with the state guard on."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from contextvars import ContextVar
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from lissome.app import App, create_app
from lissome.server.runtime import Runtime
from lissome.state_guard import Finding, StateGuard
from lissome.testing.action_names import missing_action
from lissome.testing.fresh_modules import fresh_modules
from lissome.testing.guard_failures import GuardFailureRecorder
from lissome.testing.user import Asgi, User

LocalsFor = Callable[[str], Mapping[str, Any]]


class AppUnderTest:
    """An app that was built and is running, in this process.

    Attributes:
        root: its folder.
        asgi: the ASGI application.
        guard: the state guard, which observes all requests.
        locals_for: see `inject`; None until it is called.
    """

    def __init__(
        self,
        root: Path,
        asgi: App,
        guard: StateGuard,
        witness: GuardFailureRecorder,
        lifetime: AsyncExitStack,
    ) -> None:
        self.root = root
        self.asgi = asgi
        self.guard = guard
        self.locals_for: LocalsFor | None = None
        self._witness = witness
        self._lifetime = lifetime
        self._numbers = itertools.count(1)
        self._who: ContextVar[str] = ContextVar("user of a test")

    @property
    def runtime(self) -> Runtime:
        """The app's parts: manifest, router, hooks."""
        return self.asgi.runtime

    @property
    def findings(self) -> list[Finding]:
        """The findings of the state guard so far; after `settle`, all of them."""
        return self.guard.findings

    def user(self, name: str | None = None) -> User:
        """Return a new user without cookies."""
        name = name or f"user{next(self._numbers)}"  # no blank: it may become a part of an e-mail address
        manifest = self.runtime.manifest
        user = User(
            self._as(name),
            name,
            origin=manifest.paths.origin or "http://localhost",
            transport=dict.fromkeys(self.runtime.encoders, _identity),
            missing_action=partial(missing_action, self.runtime),
        )
        self._lifetime.push_async_callback(user.aclose)
        return user

    def inject(self, locals_for: LocalsFor) -> None:
        """Set attributes of `event.locals` by the name of the user, in place of a login.

        They are set before the app's `handle` runs, and again when it resolves, so that they take precedence
        over the user that the app finds out itself.
        """
        self.locals_for = locals_for
        own = self.runtime.hooks.handle

        async def handle(event: Any, resolve: Any) -> Any:
            def fill(event: Any) -> None:
                for name, value in locals_for(self._who.get("")).items():
                    setattr(event.locals, name, value)

            async def filled(event: Any, /, **options: Any) -> Any:
                fill(event)
                return await resolve(event, **options)

            fill(event)
            return await (resolve(event) if own is None else own(event, filled))

        self.runtime.hooks = replace(self.runtime.hooks, handle=handle)

    async def settle(self) -> None:
        """Wait until the guard has inspected all finished requests: it gives their tasks a moment to end.

        Raises:
            ExceptionGroup: the guard itself failed.
        """
        await self.guard.settle()
        self._witness.check()

    async def assert_isolated(self) -> None:
        """Assert that the guard finds nothing.

        Raises:
            AssertionError: lists the findings.
        """
        await self.settle()
        assert not self.findings, describe_findings(self.findings)

    def _as(self, name: str) -> Asgi:
        async def app(scope: Any, receive: Any, send: Any) -> None:
            token = self._who.set(name)
            try:
                await self.asgi(scope, receive, send)
            finally:
                self._who.reset(token)

        return app


@asynccontextmanager
async def open_app(root: Path, *, locals_for: LocalsFor | None = None) -> AsyncIterator[AppUnderTest]:
    """Boot the app that was built in `root`, like `lissome serve`, but in this process.

    The app's modules are imported again, and unloaded at the end. So only one app can be open at a time.

    Args:
        root: the app's folder; run `lissome build` there first.
        locals_for: sets attributes of `event.locals` for a user's name: see `AppUnderTest.inject`.

    Raises:
        ManifestError: the app is not built, or has changed since.
        AppError: a file of the app breaks a rule.
    """
    root = root.resolve()  # noqa: ASYNC240 - before anything runs
    guard = StateGuard(root)
    with fresh_modules(root), guard.installed():
        app = create_app(root)
        async with AsyncExitStack() as lifetime:
            await app.start()
            lifetime.push_async_callback(app.stop)
            witness = GuardFailureRecorder(guard)
            app.runtime.observer = witness
            opened = AppUnderTest(root, app, guard, witness, lifetime)
            if locals_for is not None:
                opened.inject(locals_for)
            yield opened
            witness.check()


def describe_findings(findings: list[Finding]) -> str:
    """Return the findings of the guard as the text of a test failure."""
    count = "1 thing" if len(findings) == 1 else f"{len(findings)} things"
    return f"the state guard found {count} that outlived a request:\n\n" + "\n\n".join(map(str, findings))


def _identity(value: Any) -> Any:
    return value
