"""A set that only grows."""

ONLINE = set()


def arrive(user):
    ONLINE.add(user)  # LEAK kept, growth, shared
    return sorted(ONLINE, key=str)
