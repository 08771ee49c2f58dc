"""A copy of the context for a worker, and with it all that is in it."""

from contextvars import copy_context

CONTEXTS = []


def use(event):
    CONTEXTS.append(copy_context())  # LEAK kept, growth, shared, event
    return len(CONTEXTS)
