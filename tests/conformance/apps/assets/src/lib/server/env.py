from lissome import Environment


class Env(Environment):
    secret: str


env = Env.load()
