"""Apps that leak on purpose, and apps that only look like it: the state guard and the probe judge each way.

tests/apps/leaky has a module for each way, in src/lib/server/leaks, and a route of the same name below
src/routes/leaky. In it the guilty lines end in ``# LEAK`` and the kinds of finding that are right for them;
``# LEAK?`` may be found as well. Of the clean look-alikes nothing may be said at all.
"""

from __future__ import annotations

import functools
import gc
import re
import sys
import weakref
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, nullcontext
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from lissome.manifest import Manifest
from lissome.server.runtime import Runtime
from lissome.server.startup.boot import make_runtime
from lissome.state_guard import Finding
from lissome.state_guard.resources import patched_modules
from lissome.state_guard.resources.patched_modules import PatchedAttribute, find_attributes
from lissome.testing import AppUnderTest, User, open_app, probe
from support.long import sampled

pytestmark = [pytest.mark.node, pytest.mark.slow, pytest.mark.timeout(600)]

SOURCE = Path(__file__).resolve().parent.parent / "apps" / "leaky" / "src"
MARK = re.compile(r"# LEAK(?P<optional>\?)? (?P<kinds>.+)$")

VISITS = 4  # of each user; what only grows has grown as often


def ways(package: str) -> list[str]:
    """The names of all ways: those that have a route."""
    folder = {"leaks": "leaky", "clean": "clean"}[package]
    return sorted(way.name for way in (SOURCE / "routes" / folder).iterdir())


@dataclass(frozen=True)
class Mark:
    """A guilty line."""

    file: str
    line: int
    kinds: frozenset[str]
    optional: bool


def marks(way: str) -> list[Mark]:
    """The marks in the module of a way, and in its route."""
    files = [
        SOURCE / "lib" / "server" / "leaks" / f"{way}.py",
        *(SOURCE / "routes" / "leaky" / way).rglob("*.py"),
    ]
    return [mark for file in files for mark in marks_in(file)]


def marks_in(file: Path) -> Iterator[Mark]:
    name = file.relative_to(SOURCE.parent).as_posix()
    for number, line in enumerate(file.read_text().splitlines(), 1):
        if found := MARK.search(line):
            kinds = frozenset(found["kinds"].split(", "))
            yield Mark(name, number, kinds, optional=found["optional"] is not None)


@functools.cache
def attributes_in(root: Path) -> list[PatchedAttribute]:
    return find_attributes(root)


@contextmanager
def only(way: str) -> Iterator[None]:
    """Load no modules of other ways' routes, and search all sources once for all tests, not in each.

    Both would take longer than all else in a test.
    """

    def make_some(root: Path, manifest: Manifest, *more: Any) -> Runtime:
        routes = [route for route in manifest.routes if route.id == "/login" or is_of(route.id, way)]
        used = {node for route in routes if route.page for node in (*route.page.layouts, route.page.leaf)}
        nodes = [
            node if number in used else replace(node, server=None)
            for number, node in enumerate(manifest.nodes)
        ]
        return make_runtime(root, replace(manifest, routes=tuple(routes), nodes=tuple(nodes)), *more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("lissome.app.make_runtime", make_some)
        patch.setattr(patched_modules, "find_attributes", lambda root: deepcopy(attributes_in(root)))
        yield


def is_of(route: str, way: str) -> bool:
    return route == way or route.startswith(f"{way}/")


@asynccontextmanager
async def opened(root: Path, way: str | None = None) -> AsyncIterator[AppUnderTest]:
    """The app, anew, or its routes of one way; what it did to the process is undone at the end."""
    with only(way) if way else nullcontext():
        async with open_app(root) as app:
            try:
                yield app
            finally:
                for name, module in list(sys.modules.items()):
                    if name.startswith("lib.server."):
                        getattr(module, "undo", bool)()


@pytest.fixture
def leaky(built_app: Callable[[str], Path]) -> Path:
    return built_app("leaky")


async def visit(app: AppUnderTest, route: str) -> None:
    """Ann and Bob in turns, in every way that the route can be asked."""
    users = [app.user("ann"), app.user("bob")]
    for user in users:
        await user.post_action("/login", {"name": user.name})
    for number in range(VISITS):
        for user in users:
            for entry in app.runtime.manifest.routes:
                if is_of(entry.id, route):
                    await ask(app, user, entry.id, f"{user.name}-{number}")
    await app.settle()


async def ask(app: AppUnderTest, user: User, route_id: str, text: str) -> None:
    """One request of each method that the route has."""
    path = re.sub(r"\[\w+\]", text, route_id) + f"?q={text}"
    route = next(route for route in app.runtime.manifest.routes if route.id == route_id)
    headers = {"accept-language": f"en-{text}"}
    if route.page is not None:
        assert (await user.page(path)).status == 200
        exports = app.runtime.manifest.nodes[route.page.leaf].exports
        for name in (exports and exports.actions) or ():
            suffix = "" if name == "default" else f"&/{name}"
            result = await user.post_action(path + suffix, {"item": text})
            assert result.type == "success", result
        return
    answer = await user.get(path, headers=headers)
    if answer.status_code == 405:
        source = (SOURCE / "routes" / route_id[1:] / "+server.py").read_text()
        content: dict[str, Any] = {"data" if ".form(" in source else "json": {"item": text}}
        answer = await user.post(path, headers=headers, **content)
    assert answer.status_code == 200, answer.text


def check_marks(way: str, found: list[Finding] | list[Any]) -> None:
    """Every guilty line is found, as what it is, and no other line."""
    expected = marks(way)
    assert expected, f"{way} has no # LEAK"
    listed = "\n".join(map(str, found)) or "nothing"
    for mark in expected:
        kinds = {finding.kind for finding in found if (finding.file, finding.line) == (mark.file, mark.line)}
        assert mark.optional or kinds, f"{mark.file}:{mark.line} was not found, but\n{listed}"
        assert kinds <= mark.kinds, (
            f"{mark.file}:{mark.line} is {kinds}, expected {set(mark.kinds)}\n{listed}"
        )
    guilty = {(mark.file, mark.line) for mark in expected}
    wrong = [str(finding) for finding in found if (finding.file, finding.line) not in guilty]
    assert not wrong, "not guilty:\n" + "\n".join(wrong)


@pytest.mark.xdist_group("the guard in an app of one way")
@pytest.mark.parametrize("way", sampled(ways("leaks"), 15))
async def test_the_guard_reports(leaky: Path, way: str) -> None:
    async with opened(leaky, f"/leaky/{way}") as app:
        await visit(app, f"/leaky/{way}")
        check_marks(way, app.findings)


@pytest.mark.xdist_group("the probe in an app of one way")
@pytest.mark.parametrize("way", sampled(ways("leaks"), 30))
async def test_the_probe_reports(leaky: Path, way: str) -> None:
    async with opened(leaky, f"/leaky/{way}") as app:
        report = await probe(app, routes_of(app, f"/leaky/{way}"))
        # a crossing is seen in a response; which line is to blame for it say the guard and the search
        check_marks(way, [leak for leak in report.leaks if leak.kind != "crossing"])


@pytest.mark.parametrize("every", [8, pytest.param(3, marks=pytest.mark.long)])
async def test_the_guard_reports_many_ways_of_one_app(leaky: Path, every: int) -> None:
    many = ways("leaks")[1::every]
    async with opened(leaky) as app:
        for way in many:
            await visit(app, f"/leaky/{way}")
        found = {(finding.file, finding.line) for finding in app.findings}
        missing = [
            str(mark)
            for way in many
            for mark in marks(way)
            if not mark.optional and (mark.file, mark.line) not in found
        ]
        assert missing == []


@pytest.mark.parametrize("every", [5, pytest.param(1, marks=pytest.mark.long)])
async def test_the_guard_is_silent(leaky: Path, every: int) -> None:
    async with opened(leaky) as app:
        for way in ways("clean")[::every]:
            await visit(app, f"/clean/{way}")
        await app.assert_isolated()


@pytest.mark.parametrize("every", [9, pytest.param(1, marks=pytest.mark.long)])
async def test_the_probe_is_silent(leaky: Path, every: int) -> None:
    async with opened(leaky) as app:
        routes = [route for way in ways("clean")[1::every] for route in routes_of(app, f"/clean/{way}")]
        report = await probe(app, routes)
        report.check()
        assert all(set(one.statuses) <= {200} and one.sent for one in report.targets)


def routes_of(app: AppUnderTest, way: str) -> list[str]:
    ids = [route.id for route in app.runtime.manifest.routes]
    return [route for route in ids if is_of(route, way)]


async def test_an_app_that_was_closed_is_forgotten(leaky: Path) -> None:
    """Or a suite that opens it for each test grows with each: the context of all its tests is one."""
    async with opened(leaky, "/leaky/logging_filter_state") as app:
        await visit(app, "/leaky/logging_filter_state")
        module = sys.modules["lib.server.leaks.logging_filter_state"]
        module.use(SimpleNamespace(locals=SimpleNamespace(user="the test itself")))
        kept = weakref.ref(module.user_filter)
        del module
    del app
    gc.collect()
    assert kept() is None


def test_there_are_many_ways() -> None:
    assert len(ways("leaks")) >= 30
    assert len(ways("clean")) >= 15


@pytest.mark.parametrize(
    ("way", "seen"),
    sampled(
        [
            ("cached_property", "cookie user"),
            ("lazy_client", "cookie user"),
            ("class_list", "form field item"),
            ("in_the_route", "form field item"),
            ("default_argument", "query parameter q"),
            ("set_of_users", "cookie user"),
        ],
        2,
    ),
)
async def test_the_probe_sees_what_crosses(leaky: Path, way: str, seen: str) -> None:
    async with opened(leaky, f"/leaky/{way}") as app:
        report = await probe(app, routes_of(app, f"/leaky/{way}"))
        crossings = [leak for leak in report.leaks if leak.kind == "crossing"]
        assert any(seen in leak.message for leak in crossings), report.leaks
