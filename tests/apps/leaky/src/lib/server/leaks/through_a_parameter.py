"""The line that writes does not know what it writes to."""

HISTORY = []


def push(target, item):
    target.append(item)  # LEAK kept, growth, shared


def saw(item):
    push(HISTORY, item)
