"""Written by a deferred function."""

ENDED = []


def note(user):
    ENDED.append(user)  # LEAK kept, growth, shared


def use(event):
    event.defer(note, event.locals.user)
    return True
