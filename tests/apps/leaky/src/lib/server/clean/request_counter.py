"""Numbers, and nobody's."""

import itertools

numbers = itertools.count(1)
requests = 0


def count():
    global requests
    requests += 1
    return next(numbers)
