"""Listeners and tables that requests add to objects of SQLAlchemy."""

from __future__ import annotations

import pytest

from support.tracked_app import TrackedApp

HEAD = "import sqlalchemy as sa\nengine = sa.create_engine('sqlite://')\nmetadata = sa.MetaData()\n"
LEFT = {
    "listener": (
        "listener of 'before_cursor_execute'",
        """
async def serve(number):
    def seen(*_):
        return number
    sa.event.listen(engine, "before_cursor_execute", seen)  # HERE
""",
    ),
    "listener by a decorator": (
        "listener of 'before_cursor_execute'",
        """
async def serve(number):
    @sa.event.listens_for(engine, "before_cursor_execute")  # HERE
    def seen(*_):
        return number
""",
    ),
    "table": (
        "table 'report_",
        """
async def serve(number):
    sa.Table(f"report_{number}", metadata, sa.Column("id", sa.Integer))  # HERE
""",
    ),
}
CLEAN = {
    "listener that is removed": """
async def serve(number):
    def seen(*_):
        return number
    sa.event.listen(engine, "before_cursor_execute", seen)
    sa.event.remove(engine, "before_cursor_execute", seen)
""",
    "listener of an own engine": """
async def serve(number):
    own = sa.create_engine("sqlite://")
    sa.event.listen(own, "before_cursor_execute", lambda *_: number)
""",
    "listener of an engine that is made on first use": """
engines = []
async def serve(number):
    if not engines:
        engines.append(sa.create_engine("sqlite://"))
        sa.event.listen(engines[0], "connect", lambda *_: None)
""",
    "engines for a few": """
engines = {}
async def serve(number):
    engines.setdefault(number % 3, sa.create_engine("sqlite://"))
""",
    "table of an own MetaData": """
async def serve(number):
    sa.Table(f"report_{number}", sa.MetaData(), sa.Column("id", sa.Integer))
""",
    "tables that are made on first use": """
async def serve(number):
    if number < 2:
        sa.Table(f"report_{number}", metadata, sa.Column("id", sa.Integer))
""",
}


@pytest.mark.parametrize("name", LEFT)
async def test_left(small_app: TrackedApp, name: str) -> None:
    place, source = LEFT[name]
    module = small_app.module(HEAD + source)
    for number in range(4):
        await small_app.request(module.serve, number)
    await small_app.tracker.settle()
    [finding] = small_app.findings
    assert finding.place.startswith(place)
    assert finding.line == small_app.line()


@pytest.mark.parametrize("name", CLEAN)
async def test_clean(small_app: TrackedApp, name: str) -> None:
    module = small_app.module(HEAD + CLEAN[name])
    for number in range(4):
        await small_app.request(module.serve, number)
    await small_app.tracker.settle()
    assert small_app.findings == []
