"""A subscriber that leaves with the request."""

from collections import defaultdict


class Bus:
    def __init__(self):
        self._handlers = defaultdict(list)

    def on(self, name, handler):
        self._handlers[name].append(handler)
        return lambda: self._handlers[name].remove(handler)


bus = Bus()


def use(event):
    user = event.locals.user
    event.defer(bus.on("paid", lambda: user))
    return True
