"""Connections of SQLAlchemy's pool."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from support.tracked_app import TrackedApp


POOLED = """
    from sqlalchemy import text
    from sqlalchemy.ext.asyncio import create_async_engine
    engine = create_async_engine("sqlite+aiosqlite:///:memory:")
    kept = []
    async def serve():
        async with engine.connect() as connection:
            await connection.execute(text("select 1"))
    async def serve_left():
        connection = await engine.connect()  # HERE
        kept.append(connection)
    async def undo():
        for one in kept:
            await one.close()
        await engine.dispose()
    """


async def test_connections_of_sqlalchemys_pool(small_app: TrackedApp) -> None:
    """They may be opened in a request, and taken again by the next one; but they must be given back."""
    module = small_app.module(POOLED)
    async with small_app.tidied_up():
        for _ in range(3):
            await small_app.request(module.serve)
            await small_app.tracker.settle()
        assert small_app.findings == []
        await small_app.request(module.serve_left)
        await small_app.tracker.settle()
        await module.undo()
    [finding] = small_app.findings
    assert finding.place == "connection of a pool"
    assert finding.line == small_app.line()
