"""What all tests share: a database of their own."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True, scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of the database, with all tables."""
    file = tmp_path_factory.mktemp("database") / "test.db"
    os.environ["DATABASE_URL"] = f"sqlite+aiosqlite:///{file}"
    subprocess.run([sys.executable, "-m", "alembic", "upgrade", "head"], cwd=ROOT, check=True)
    return file


@pytest.fixture(autouse=True)
def no_rows(database: Path) -> None:
    """Nothing of another test."""
    with closing(sqlite3.connect(database)) as connection, connection:
        for table in ("notes", "sessions", "users"):
            connection.execute(f"DELETE FROM {table}")
