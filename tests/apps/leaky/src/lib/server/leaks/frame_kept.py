"""A frame, for a debugger."""

import sys

frames = []


def use(event):
    secret = f"secret of {event.locals.user}"
    frames.append(sys._getframe())  # LEAK kept, growth, shared, event
    return len(secret)
