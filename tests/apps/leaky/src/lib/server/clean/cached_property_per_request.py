"""A cached property of an object of the request."""

from functools import cached_property


class Viewer:
    def __init__(self, event):
        self.event = event

    @cached_property
    def name(self):
        return self.event.locals.user


def use(event):
    event.locals.viewer = Viewer(event)
    return event.locals.viewer.name
