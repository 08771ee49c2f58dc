"""A variable of an outer function that returned long ago."""


def make_greeter():
    last = None

    def greet(name):
        nonlocal last
        before, last = last, name  # LEAK kept, shared
        return f"{before} was here"

    return greet


greet = make_greeter()
