"""A default argument is made once, with the function."""


def collect(item, seen=[]):
    seen.append(item)  # LEAK kept, growth, shared
    return seen[-2:]
