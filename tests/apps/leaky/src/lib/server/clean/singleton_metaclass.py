"""A metaclass for singletons without arguments."""


class Singleton(type):
    _instances = {}

    def __call__(cls, *args, **kwargs):
        if cls not in cls._instances:
            cls._instances[cls] = super().__call__(*args, **kwargs)
        return cls._instances[cls]


class Clock(metaclass=Singleton):
    def __init__(self):
        self.zone = "UTC"


def use(event):
    return Clock().zone
