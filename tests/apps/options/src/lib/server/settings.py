from pydantic import SecretStr

from lissome import Environment


class Env(Environment):
    """What the server needs of its environment."""

    secret: SecretStr
    workers_at_night: int = 2


env = Env.load()
