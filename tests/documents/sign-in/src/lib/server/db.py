from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase

from lissome import Environment


class Env(Environment):
    database_url: str


env = Env.load()


class Base(DeclarativeBase):
    pass


@dataclass(frozen=True, slots=True)
class State:
    engine: AsyncEngine
    sessions: async_sessionmaker[AsyncSession]


def connect(url: str) -> State:
    engine = create_async_engine(url)
    return State(engine, async_sessionmaker(engine, expire_on_commit=False))
