"""A singleton that is initialised again by everybody who 'makes' one."""


class Audit:
    _instance = None

    def __new__(cls, *_):
        if cls._instance is None:
            cls._instance = super().__new__(cls)
        return cls._instance

    def __init__(self, actor):
        self.actor = actor  # LEAK kept, shared


def use(event):
    return Audit(event.locals.user).actor
