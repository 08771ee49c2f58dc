"""The database. `init` in hooks.server.py opens it, and requests find it in `event.app`."""

from pathlib import Path
from typing import Any

from sqlalchemy import URL, event, inspect, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

ROOT = Path(__file__).resolve().parents[3]


def url_of(text: str) -> URL:
    """The URL, with a relative path of SQLite made relative to the app, not to the shell."""
    url = make_url(text)
    file = url.database if url.get_backend_name() == "sqlite" else None
    return url.set(database=str(ROOT / file)) if file and file != ":memory:" else url


def open_database(text: str) -> AsyncEngine:
    """A pool of connections, which are made when they are needed."""
    engine = create_async_engine(url_of(text))
    if engine.dialect.name == "sqlite":
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """Readers do not block the writer, a busy file is waited for, and foreign keys count."""
    cursor = connection.cursor()
    for pragma in ("journal_mode = WAL", "busy_timeout = 5000", "foreign_keys = ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


async def check(engine: AsyncEngine) -> None:
    """See that the database answers, and has its tables.

    Raises:
        RuntimeError: it has none yet.
    """
    async with engine.connect() as connection:
        if not await connection.run_sync(lambda sync: inspect(sync).has_table("users")):
            where = engine.url.render_as_string()
            raise RuntimeError(f"{where} has no tables yet: run `alembic upgrade head`")
