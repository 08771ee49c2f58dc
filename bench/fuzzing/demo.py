"""A copy of the demo: its database, its people, and sessions that outlast what is sent."""

import hashlib
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from fuzzing.message import HOST
from support.workspace import seed

PEOPLE = {"admin": "mara", "member": "tomas", "viewer": "ines"}
LEAVING = 50
_TABLES = ("sessions", "activity", "webhook_events", "users")


@dataclass(frozen=True, slots=True)
class Demo:
    """The built copy and its SQLite file.

    Attributes:
        backup: the file as it was at first.
    """

    app: Path
    database: Path
    backup: Path

    @property
    def env(self) -> dict[str, str]:
        """For the server: streams begin soon, webhooks are on."""
        return {
            "DATABASE_URL": f"sqlite:///{self.database}",
            "ACTIVITY_DELAY": "0.001",
            "STRIPE_WEBHOOK_SECRET": "whsec_fuzz",
        }

    def restore(self) -> None:
        """Everybody is back, and signed in; what requests have added is gone."""
        with closing(sqlite3.connect(self.database, timeout=30)) as connection:
            connection.execute("attach ? as old", (str(self.backup),))
            with connection:
                for table in _TABLES:
                    connection.execute(f"delete from main.{table}")  # noqa: S608 - our own names
                for table in reversed(_TABLES):
                    connection.execute(f"insert into main.{table} select * from old.{table}")  # noqa: S608


def fill(app: Path, folder: Path) -> Demo:
    """Make the demo's database, with a session for each of `PEOPLE`."""
    database = folder / "fuzz.db"
    seed(app, database)
    with closing(sqlite3.connect(database)) as connection, connection:
        for person in PEOPLE.values():
            tokens = [token(person), *(token(person, leaving=number) for number in range(LEAVING))]
            connection.executemany(
                "insert into sessions (token_hash, user_id, created_at, expires_at)"
                " select ?, id, created_at, '2099-01-01 00:00:00.000000' from users where email = ?",
                [(hashlib.sha256(text.encode()).hexdigest(), f"{person}@{HOST.decode()}") for text in tokens],
            )
    backup = folder / "fuzz.backup.db"
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(backup)) as target:
        source.backup(target)
    return Demo(app, database, backup)


def cookies() -> dict[str, bytes]:
    """The Cookie header of each role, and of nobody."""
    signed_in = {role: f"workspace_session={token(person)}".encode() for role, person in PEOPLE.items()}
    return {**signed_in, "nobody": b""}


def token(person: str, leaving: int | None = None) -> str:
    """A session's token; with `leaving` one of those that may be signed out, so that the other one stays."""
    return f"fuzz-session-of-{person}" if leaving is None else f"fuzz-session-of-{person}-{leaving}"
