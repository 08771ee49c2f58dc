"""Numbers in an array."""

from array import array

visitors = array("q")


def use(event):
    visitors.append(hash(event.locals.user))  # LEAK kept, growth, shared
    return len(visitors)
