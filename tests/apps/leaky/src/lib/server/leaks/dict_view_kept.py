"""A view keeps its dictionary."""

from lib.server.accounts import account_of

VIEWS = []


def use(event):
    session = {"user": event.locals.user, "email": account_of(event).email}
    VIEWS.append(session.values())  # LEAK kept, growth, shared
    return len(VIEWS)
