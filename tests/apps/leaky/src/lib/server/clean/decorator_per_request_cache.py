"""A decorator whose cache belongs to the event, held weakly."""

from functools import wraps
from weakref import WeakKeyDictionary


def per_request(function):
    caches = WeakKeyDictionary()

    @wraps(function)
    def wrapper(event):
        if event not in caches:
            caches[event] = function(event)
        return caches[event]

    return wrapper


@per_request
def profile(event):
    return {"name": event.locals.user}


def use(event):
    return profile(event)["name"] + profile(event)["name"]
