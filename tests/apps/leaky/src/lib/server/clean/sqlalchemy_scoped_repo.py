"""A repository for each request, over a session of the request."""

from sqlalchemy import create_engine, literal, select
from sqlalchemy.orm import Session

engine = create_engine("sqlite://")


class UserRepository:
    def __init__(self, session):
        self.session = session
        self._seen = {}

    def find(self, name):
        self._seen[name] = self.session.execute(select(literal(name))).scalar_one()
        return self._seen[name]


async def use(event):
    repository = UserRepository(await event.enter(Session(engine)))
    event.locals.repository = repository
    return repository.find(event.locals.user)
