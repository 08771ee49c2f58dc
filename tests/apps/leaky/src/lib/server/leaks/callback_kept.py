"""A callback remembers what it was made with."""

LISTENERS = []


def subscribe(user):
    LISTENERS.append(lambda text: f"{text} for {user}")  # LEAK kept, growth, shared
    return len(LISTENERS)
