"""A memo written by hand, without a bound."""


def memoize(function):
    known = {}

    def wrapper(key):
        if key not in known:
            known[key] = function(key)  # LEAK kept, growth, shared
        return known[key]

    return wrapper


@memoize
def profile(user):
    return {"name": user}
