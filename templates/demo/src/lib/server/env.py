"""The environment variables of the app. `.env.example` lists them."""

from lissome import Environment


class Env(Environment):
    database_url: str = "sqlite+aiosqlite:///app.db"


env = Env.load()
