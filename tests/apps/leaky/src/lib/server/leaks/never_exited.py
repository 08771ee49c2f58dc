"""Entered for each request, exited at the end of the process."""

from contextlib import ExitStack, contextmanager

stack = ExitStack()


@contextmanager
def transaction(user):
    yield user


def begin(user):
    return stack.enter_context(transaction(user))  # LEAK kept, growth, shared
