"""The guide to databases: its tests run, with both fixtures, and its migrations make the tables."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from support.apps import Apps, build
from support.documents import REPO, blocks, guide_app

GUIDE = REPO / "docs" / "guides" / "databases.md"

# SQLite's driver begins transactions late, which PostgreSQL's do not:
# https://docs.sqlalchemy.org/en/20/dialects/sqlite.html#aiosqlite-serializable
TRUE_TRANSACTIONS = """
from sqlalchemy import event
from sqlalchemy.engine import Engine

event.listen(Engine, "connect", lambda connection, _: setattr(connection, "isolation_level", None))
event.listen(Engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
"""


@pytest.fixture
def app(apps: Apps, tmp_path: Path) -> Path:
    """The guide's app, built, with its tests."""
    built = build(guide_app(GUIDE, apps))
    return shutil.copytree(built, tmp_path / "app", ignore=shutil.ignore_patterns("node_modules"))


def block(text: str) -> str:
    (found,) = [block.text for block in blocks(GUIDE) if text in block.text]
    return found


def run(app: Path, *command: str, **environ: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=app,
        env=os.environ | environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.node
@pytest.mark.long
def test_its_tests_pass(app: Path) -> None:
    assert "2 passed" in run(app, "pytest", "-q", "-p", "no:cacheprovider", "tests")
    (app / "tests" / "conftest.py").write_text(TRUE_TRANSACTIONS + block("join_transaction_mode"))
    url = f"sqlite+aiosqlite:///{app}/kept.db"
    assert "2 passed" in run(app, "pytest", "-q", "-p", "no:cacheprovider", "tests", DATABASE_URL=url)
    with sqlite3.connect(app / "kept.db") as database:
        assert database.execute("SELECT count(*) FROM notes").fetchone() == (0,)


@pytest.mark.node
@pytest.mark.long
def test_its_migrations_make_the_tables(app: Path) -> None:
    run(app, "alembic", "init", "-t", "async", "migrations")
    configuration = app / "alembic.ini"
    text = configuration.read_text()
    assert "prepend_sys_path = ." in text
    configuration.write_text(text.replace("prepend_sys_path = .", "prepend_sys_path = src"))
    script = app / "migrations" / "env.py"
    text = script.read_text()
    assert "target_metadata = None\n" in text
    script.write_text(text.replace("target_metadata = None\n", block("target_metadata = Base.metadata")))
    url = f"sqlite+aiosqlite:///{app}/migrated.db"
    run(app, "alembic", "revision", "--autogenerate", "-m", "notes", DATABASE_URL=url)
    run(app, "alembic", "upgrade", "head", DATABASE_URL=url)
    with sqlite3.connect(app / "migrated.db") as database:
        database.execute("INSERT INTO notes (text) VALUES ('Buy milk')")
