"""A tree of defaults."""

from collections import defaultdict


def tree():
    return defaultdict(tree)


DATA = tree()


def use(event):
    DATA["carts"][event.locals.user]["items"] = 1  # LEAK kept, growth, shared
    return len(DATA["carts"])
