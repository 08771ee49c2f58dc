"""A dictionary of the module, with a user's things under the user's name."""

CARTS = {}


def put(user, item):
    CARTS[user] = item  # LEAK kept, growth, shared
    return len(CARTS)
