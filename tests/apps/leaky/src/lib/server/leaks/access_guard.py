"""Written in an access guard."""

CHECKED = {}


def check(event):
    CHECKED[event.locals.user] = event.url.pathname  # LEAK kept, growth, shared
