"""A cache with a time to live, swept on write."""

import time

_entries = {}


def remember(key, value):
    now = time.monotonic()
    for old in [k for k, (_, until) in _entries.items() if until < now]:
        del _entries[old]
    _entries[key] = value, now + 60


def use(event):
    remember(event.locals.user, "here")
    return len(_entries)
