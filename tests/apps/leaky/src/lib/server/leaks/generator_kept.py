"""A suspended generator is a frame, with all its variables."""

FEEDS = []


def feed(user):
    yield "first"
    yield f"for {user}"


def open_feed(user):
    generator = feed(user)
    first = next(generator)
    FEEDS.append(generator)  # LEAK kept, growth, shared
    return first
