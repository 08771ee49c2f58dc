"""Who is signed in, as a new object for each request, as a database gives it."""

from dataclasses import dataclass
from itertools import count

numbers = count(1)
known = {}  # lissome: shared -- the database of this app


@dataclass
class Account:
    id: int
    name: str
    email: str


def account_of(event):
    name = event.locals.user
    if event.locals.account is None and name is not None:
        if name not in known:
            known[name] = next(numbers)
        event.locals.account = Account(known[name], name, f"{name}@example.com")
    return event.locals.account
