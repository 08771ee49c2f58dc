"""The demo, examples/workspace, as a visitor meets it: its server, and the people who may sign in."""

from __future__ import annotations

import itertools
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from argon2 import PasswordHasher
from playwright.sync_api import BrowserContext

from support.server import Server
from support.waiting import PATIENCE

PASSWORD = "quiet-harbour"  # what seed.py gives to all demo logins

PUBLIC_PAGES = ("/", "/login")
MEMBERS_PAGES = ("/dashboard", "/settings", "/users", "/users/new", "/users/1", "/logout")
BROKEN_PAGES = {"/nowhere": 404, "/users/nobody": 404, "/oops": 500}  # and the status that each answers

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@dataclass(frozen=True)
class Person:
    """Somebody in the directory, with the `PASSWORD` of the demo."""

    name: str
    email: str


@dataclass
class Workspace:
    """The demo's server, and its SQLite file.

    A test that changes something about the one who is signed in must not touch others: it takes a new person.
    """

    server: Server
    database: Path
    # As real as the others, but quick to check: signing in is what most tests start with.
    _password_hash: str = field(default_factory=lambda: QUICK.hash(PASSWORD))
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    @property
    def url(self) -> str:
        return self.server.url

    def add_person(self, role: str) -> Person:
        """A new person with that role; the rest of the row is Mara's."""
        unique = f"{next(self._numbers)}-{os.urandom(3).hex()}"
        person = Person(f"Visitor {unique}", f"visitor-{unique}@workspace.example")
        with closing(sqlite3.connect(self.database)) as connection, connection:
            connection.execute(
                "insert into users"
                " (name, email, role, title, team, status, theme, density, password_hash, created_at)"
                " select ?, ?, ?, title, team, status, theme, density, ?, created_at"
                " from users where email = 'mara@workspace.example'",
                (person.name, person.email, role, self._password_hash),
            )
        return person

    def sign_in(self, context: BrowserContext, person: Person) -> None:
        """Give the context a session, past the login page."""
        context.add_cookies(
            [{"name": name, "value": value, "url": self.url} for name, value in self.session(person).items()]
        )

    def session(self, person: Person) -> dict[str, str]:
        """The cookies of somebody who has signed in."""
        with self.client() as client:
            answer = client.post("/login", data={"email": person.email, "password": PASSWORD})
            assert answer.status_code == 303, answer.text
            return dict(client.cookies)

    def client(self, person: Person | None = None) -> httpx.Client:
        """Plain HTTP, with the Origin header of a browser on the same site, and no redirects followed."""
        return httpx.Client(
            base_url=self.url,
            headers={"origin": self.url, "accept": "text/html"},
            cookies=self.session(person) if person else None,
            timeout=PATIENCE,
        )


def seed(app: Path, database: Path) -> None:
    """Make the demo's tables in a new SQLite file, and fill them."""
    result = subprocess.run(
        [sys.executable, "seed.py"],
        cwd=app,
        env={**os.environ, "DATABASE_URL": f"sqlite:///{database}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
