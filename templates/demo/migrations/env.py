"""Runs the migrations, for `alembic`, in the database of the app."""

import asyncio
from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection

from lib.server.db import open_database
from lib.server.env import env
from lib.server.models import Base, UtcDateTime


async def migrate() -> None:
    """Bring the database to the version that was asked for."""
    engine = open_database(env.database_url)
    async with engine.connect() as connection:
        await connection.run_sync(run)
    await engine.dispose()


def run(connection: Connection) -> None:
    # Batches, because SQLite cannot alter most of a table.
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_item=render,
        render_as_batch=connection.dialect.name == "sqlite",
    )
    with context.begin_transaction():
        context.run_migrations()


def render(kind: str, item: Any, _: object) -> str | Literal[False]:
    """Write the type of the column into a migration, which should not change with the app."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


asyncio.run(migrate())
