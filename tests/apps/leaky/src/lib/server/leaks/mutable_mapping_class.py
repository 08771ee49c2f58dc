"""A mapping of one's own."""

from collections.abc import MutableMapping


class Cache(MutableMapping):
    def __init__(self):
        self._d = {}

    def __getitem__(self, key):
        return self._d[key]

    def __setitem__(self, key, value):
        self._d[key] = value  # LEAK kept, growth, shared

    def __delitem__(self, key):
        del self._d[self._key(key)]

    def __iter__(self):
        return iter(self._d)

    def __len__(self):
        return len(self._d)

    def _key(self, key):
        return key


class Plain(Cache):
    def __setitem__(self, key, value):
        super().__setitem__(f"plain-{key}", value)


cache = Plain()


def use(event):
    cache[event.locals.user] = 1
    return len(cache)
