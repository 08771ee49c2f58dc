"""A deque without a bound."""

from collections import deque

recent = deque()


def saw(item):
    recent.appendleft(item)  # LEAK kept, growth, shared
    return recent[0]
