"""The default of a context variable is one object, for every context that never set it."""

from contextvars import ContextVar

trail = ContextVar("trail", default=[])


def step(path):
    trail.get().append(path)  # LEAK kept, growth, shared
    return trail.get()[-2:]
