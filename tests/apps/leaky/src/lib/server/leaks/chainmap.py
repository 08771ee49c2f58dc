"""A ChainMap writes into its first map."""

from collections import ChainMap

defaults = {"theme": "light"}
overrides = {}
preferences = ChainMap(overrides, defaults)


def use(event):
    preferences["user"] = event.locals.user  # LEAK kept, shared
    return preferences["theme"]
