"""A connection for each user, never closed."""

import sqlite3

CONNECTIONS = {}


def connect(user):
    if user not in CONNECTIONS:
        CONNECTIONS[user] = sqlite3.connect(":memory:")  # LEAK kept, growth, leftover, shared
    return CONNECTIONS[user].execute("select 1").fetchone()[0]


def undo():
    for connection in CONNECTIONS.values():
        connection.close()
