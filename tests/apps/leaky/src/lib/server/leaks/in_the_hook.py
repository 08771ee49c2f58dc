"""The hook of every request is where lists grow fastest. See src/hooks.server.py."""

REQUESTS = []


def log(event):
    REQUESTS.append((event.url.pathname, event.locals.user))  # LEAK kept, growth, shared
