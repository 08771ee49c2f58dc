"""The demo and the fixture app `basics` behind a server, and visitors with a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pytest
from playwright.sync_api import Page

from support.console import Console
from support.hydration import hydrated
from support.server import Server
from support.workspace import Person, Workspace, seed

if TYPE_CHECKING:
    from conftest import NewPage, Serve

SLOW_SECONDS = 5.0  # long enough to look at what is there before, however busy the machine is


SERVED = ("workspace", "basics")
"""Fixtures of a server. The tests with one of them run in one process, so that it starts once."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep tests together that ask the same server."""
    for item in items:
        if item.path.parent == Path(__file__).parent:
            for name in set(SERVED) & set(getattr(item, "fixturenames", ())):
                item.add_marker(pytest.mark.xdist_group(name))


class Visit(Protocol):
    """The type of the `visit` fixture."""

    def __call__(self, path: str, person: Person | None = None, **context_options: Any) -> Page: ...


@pytest.fixture(autouse=True)
def quiet_console(console: Console) -> Iterator[None]:
    """Good pages say nothing. A test of a bad one takes what it expects: ``console.take_statuses()``."""
    yield
    console.assert_empty()


@pytest.fixture(scope="session")
def workspace_database(workspace_app: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's SQLite file, filled."""
    database = tmp_path_factory.mktemp("workspace") / "workspace.db"
    seed(workspace_app, database)
    return database


@pytest.fixture(scope="session")
def serve_workspace(
    serve: Serve, workspace_app: Path, workspace_database: Path
) -> Callable[[float], Iterator[Workspace]]:
    """Run the demo, with the recent activity held back for a number of seconds."""

    def serve_workspace(delay: float) -> Iterator[Workspace]:
        env = {"DATABASE_URL": f"sqlite:///{workspace_database}", "ACTIVITY_DELAY": str(delay)}
        with serve(workspace_app, env=env) as server:
            yield Workspace(server, workspace_database)

    return serve_workspace


@pytest.fixture(scope="session")
def workspace(serve_workspace: Callable[[float], Iterator[Workspace]]) -> Iterator[Workspace]:
    """The demo. Its people outlive a test, so tests take new ones (`admin`, `member`, `viewer`)."""
    yield from serve_workspace(0.001)


@pytest.fixture(scope="session")
def slow_workspace(serve_workspace: Callable[[float], Iterator[Workspace]]) -> Iterator[Workspace]:
    """The same demo, whose recent activity comes `SLOW_SECONDS` after the rest."""
    yield from serve_workspace(SLOW_SECONDS)


@pytest.fixture
def admin(workspace: Workspace) -> Person:
    return workspace.add_person("admin")


@pytest.fixture
def member(workspace: Workspace) -> Person:
    return workspace.add_person("member")


@pytest.fixture
def viewer(workspace: Workspace) -> Person:
    return workspace.add_person("viewer")


@pytest.fixture
def visit(workspace: Workspace, new_page: NewPage) -> Visit:
    """``visit("/users", admin)``: a page of the demo in a context of its own, hydrated if it runs scripts."""

    def visit(path: str, person: Person | None = None, **context_options: Any) -> Page:
        # fewer frames to draw, for machines that have much to do
        page = new_page(base_url=workspace.url, reduced_motion="reduce", **context_options)
        if person:
            workspace.sign_in(page.context, person)
        page.goto(workspace.url + path)
        if context_options.get("java_script_enabled", True):
            hydrated(page)
        return page

    return visit


@pytest.fixture(scope="session")
def basics(serve: Serve, built_app: Callable[[str], Path]) -> Iterator[Server]:
    """tests/apps/basics, served."""
    with serve(built_app("basics")) as server:
        yield server
