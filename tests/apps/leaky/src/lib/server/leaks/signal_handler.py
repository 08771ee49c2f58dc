"""A signal handler that belongs to a request."""

import signal


def reload_for(user):
    signal.signal(signal.SIGUSR1, lambda *_: user)  # LEAK process, leftover


def undo():
    signal.signal(signal.SIGUSR1, signal.SIG_DFL)
