"""The pytest plugin: fixtures `lissome_app`, `two_users` and `probe`, and a failure when state is shared.

pytest loads it in every run, so it imports nothing of lissome before a fixture is used.
"""

from __future__ import annotations

import functools
import inspect
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Generator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from lissome.state_guard import Finding
    from lissome.testing.app import AppUnderTest
    from lissome.testing.two_user_probe import ProbeReport
    from lissome.testing.user import User

    SignIn = Callable[[User], Awaitable[None]]

_FIXTURES: Final = frozenset({"lissome_app", "two_users", "probe"})
_MARKER: Final = (
    "lissome_allow(*places, reason): let the state guard find this; a place is a part of a finding's place "
    "or file, and without any everything is allowed"
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addini("lissome_root", "folder of the app, relative to rootdir: lissome_app opens it", default=".")


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Put the app's `src` on the path: tests import what routes import, as ``from lib.server import db``."""
    source = Path(app_folder(early_config), "src")
    if (source / "routes").is_dir() and str(source) not in sys.path:
        sys.path.insert(0, str(source))


def app_folder(config: pytest.Config) -> Path:
    """Return the app's folder: `lissome_root`, or if there is no app the nearest one around the tests.

    Where no file configures pytest, rootdir may be anywhere.
    """
    root = Path(config.rootpath, config.getini("lissome_root")).resolve()
    here = config.invocation_params.dir
    asked = [Path(here, name.partition("::")[0]) for name in config.known_args_namespace.file_or_dir]
    around = (folder for start in (root, *asked, here) for folder in (start, *start.parents))
    return next((folder for folder in around if (folder / "src" / "routes").is_dir()), root)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", _MARKER)


@pytest.hookimpl(tryfirst=True)
def pytest_pycollect_makeitem(collector: pytest.Module | pytest.Class, name: str, obj: object) -> None:
    """Let anyio run the asynchronous tests that use our fixtures, without a marker."""
    if not (collector.istestfunction(obj, name) and inspect.iscoroutinefunction(obj)):
        return
    if _FIXTURES & set(inspect.signature(obj).parameters):
        pytest.mark.usefixtures("anyio_backend")(obj)


@pytest.hookimpl(tryfirst=True)
def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run tests on asyncio unless they choose a backend: anyio's default is to run them on trio too."""
    names = set(metafunc.fixturenames)
    if not (names & _FIXTURES and "anyio_backend" in names) or "anyio_backend" in _parametrized(metafunc):
        return
    definitions = metafunc._arg2fixturedefs.get("anyio_backend", ())  # noqa: SLF001 - pytest has no public API for that
    if definitions and definitions[-1].func.__module__.startswith("anyio"):
        hidden = getattr(pytest, "HIDDEN_PARAM", "asyncio")  # pytest 8.4 and newer
        # a mark, because it takes precedence over the parameters of anyio's fixture
        metafunc.definition.add_marker(pytest.mark.parametrize("anyio_backend", ["asyncio"], ids=[hidden]))


def _parametrized(metafunc: pytest.Metafunc) -> set[str]:
    marks = metafunc.definition.iter_markers("parametrize")
    return {
        name.strip()
        for mark in marks
        if mark.args and isinstance(mark.args[0], str)
        for name in mark.args[0].split(",")
    }


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, Any, Any]:
    """Judge the guard's findings at the end of a test."""
    app: Any = pyfuncitem.funcargs.get("lissome_app")
    test = pyfuncitem.obj
    if app is None or not inspect.iscoroutinefunction(test):
        return (yield)

    @functools.wraps(test)
    async def judged(**arguments: Any) -> None:
        __tracebackhide__ = True
        await test(**arguments)
        await app.settle()
        _judge(pyfuncitem, app.findings)

    pyfuncitem.obj = judged
    try:
        return (yield)
    finally:
        pyfuncitem.obj = test


def _judge(item: pytest.Item, findings: list[Finding]) -> None:
    """Fail if there are findings that are not allowed."""
    found = [finding for finding in findings if not _is_allowed(item, finding)]
    if found:
        from lissome.testing.app import describe_findings  # noqa: PLC0415 - see above

        pytest.fail(describe_findings(found), pytrace=False)


def _is_allowed(item: pytest.Item, finding: Finding) -> bool:
    for mark in item.iter_markers("lissome_allow"):
        if not mark.args or any(
            str(part) in finding.place or str(part) in finding.file for part in mark.args
        ):
            return True
    return False


@pytest.fixture
async def lissome_app(request: pytest.FixtureRequest, anyio_backend: Any) -> AsyncIterator[AppUnderTest]:
    """The built app in the folder `lissome_root`, running in this process, with the state guard on.

    Each test gets a new app, whose modules hold nothing of other tests.
    """
    from lissome.errors import LissomeError  # noqa: PLC0415 - see above
    from lissome.testing.app import open_app  # noqa: PLC0415 - see above

    if anyio_backend != "asyncio" and anyio_backend[0] != "asyncio":
        pytest.fail("lissome runs on asyncio: let the fixture anyio_backend return 'asyncio'")
    root = app_folder(request.config)
    async with AsyncExitStack() as opened:
        try:
            app = await opened.enter_async_context(open_app(root))
        except LissomeError as failure:
            pytest.fail(f"{root} does not start: {failure}", pytrace=False)
        yield app


@pytest.fixture
def lissome_sign_in() -> SignIn:
    """Return the function that signs in users of `two_users` and `probe`; override it in conftest.py."""

    async def sign_in(_user: User) -> None:
        return

    return sign_in


@pytest.fixture
async def two_users(lissome_app: AppUnderTest, lissome_sign_in: SignIn) -> tuple[User, User]:
    """Two users with separate cookies, signed in by `lissome_sign_in`."""
    first, second = lissome_app.user(), lissome_app.user()
    await lissome_sign_in(first)
    await lissome_sign_in(second)
    return first, second


@pytest.fixture
def probe(lissome_app: AppUnderTest, lissome_sign_in: SignIn) -> Callable[..., Awaitable[ProbeReport]]:
    """The two-user probe: ``await probe("/users", "/users/[id]")``; without routes, all of them.

    It takes the options of `lissome.testing.probe`, and fails the test when something leaks.
    """
    from lissome.testing.two_user_probe import probe as run  # noqa: PLC0415 - see above

    async def probe(*routes: str, **options: Any) -> ProbeReport:
        report = await run(lissome_app, routes, **{"sign_in": lissome_sign_in, **options})
        report.check()
        return report

    return probe
