"""Who it is, on the session that all share."""

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

session = Session(create_engine("sqlite://"))


def use(event):
    session.info["user"] = event.locals.user  # LEAK kept, shared
    return session.info["user"]
