"""Something to do at the end, for each request."""

import atexit


def say_goodbye(user):
    """Nobody would hear it."""


def arrive(user):
    atexit.register(say_goodbye, user)  # LEAK process, leftover


def undo():
    atexit.unregister(say_goodbye)
