"""A function is an object, and this one is the module's."""


def greet(name):
    previous = getattr(greet, "last", None)
    greet.last = name  # LEAK kept, shared
    return f"Hello {name}, after {previous}"
