"""Another class of the app empties an attribute of this name; this one does not."""


class Sessions:
    def __init__(self):
        self._items = {}

    def open(self, user):
        self._items[user] = "open"  # LEAK kept, growth, shared


class Basket:
    def __init__(self):
        self._items = {}

    def take(self, key):
        return self._items.pop(key, None)


sessions = Sessions()


def use(event):
    Basket().take("x")
    sessions.open(event.locals.user)
    return True
