"""A write through `vars`."""

from lib.server.leaks import state


def keep(item):
    vars(state)["basket"] = item  # LEAK kept, shared
