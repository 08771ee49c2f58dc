"""A list per thread is a list for all."""

import threading

_state = threading.local()


def stack():
    if not hasattr(_state, "stack"):
        _state.stack = []
    return _state.stack


def use(event):
    stack().append(event.locals.user)  # LEAK kept, growth, shared
    return len(stack())
