"""A container with singletons of the app and values of the request."""


class Container:
    def __init__(self):
        self._factories = {}
        self._singletons = {}

    def register(self, key, factory, *, singleton=False):
        self._factories[key] = factory, singleton

    def resolve(self, key, event):
        factory, singleton = self._factories[key]
        if not singleton:
            return factory(event)
        if key not in self._singletons:
            self._singletons[key] = factory(None)
        return self._singletons[key]


class Clock:
    pass


class Viewer:
    def __init__(self, event):
        self.name = event.locals.user


container = Container()
container.register(Clock, lambda _: Clock(), singleton=True)
container.register(Viewer, Viewer)


def use(event):
    container.resolve(Clock, event)
    return container.resolve(Viewer, event).name
