"""The database: one engine per process. `init` in hooks.server.py opens it, services use `transaction`."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import URL, event, inspect, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from lib.server import config
from lib.server.models import Base

APP_ROOT = Path(__file__).resolve().parents[3]
_ASYNC_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
}


def resolve_url(text: str) -> URL:
    """The URL with an async driver, and a relative SQLite path made relative to the app, not to the shell."""
    url = make_url(text)
    url = url.set(drivername=_ASYNC_DRIVERS.get(url.drivername, url.drivername))
    if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
        url = url.set(database=str(APP_ROOT / url.database))
    return url


@cache
def engine() -> AsyncEngine:
    """The process's engine. It connects when it is first used."""
    made = create_async_engine(resolve_url(config.database_url()))
    if made.dialect.name == "sqlite":
        event.listen(made.sync_engine, "connect", _prepare_sqlite)
    return made


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """Readers do not block the writer, a busy file is waited for, and foreign keys mean something."""
    cursor = connection.cursor()
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "busy_timeout = 5000", "foreign_keys = ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@cache
def _sessions() -> async_sessionmaker[AsyncSession]:
    return async_sessionmaker(engine(), expire_on_commit=False)


@asynccontextmanager
async def transaction() -> AsyncGenerator[AsyncSession, None]:
    """A session whose work is committed at the end of the block, or rolled back if the block raises."""
    async with _sessions().begin() as session:
        yield session


async def create_tables() -> None:
    """Make the tables that are missing."""
    async with engine().begin() as connection:
        await connection.run_sync(Base.metadata.create_all)


async def check(database: AsyncEngine) -> None:
    """See that the database answers and has its tables.

    Raises:
        RuntimeError: the tables are missing.
    """
    async with database.connect() as connection:
        present = await connection.run_sync(lambda sync: inspect(sync).has_table("users"))
    if not present:
        where = database.url.render_as_string()
        raise RuntimeError(f"the database {where} has no tables yet: run `python seed.py` once")


async def close() -> None:
    """Close every connection; the next use opens a new engine."""
    await engine().dispose()
    _sessions.cache_clear()
    engine.cache_clear()
