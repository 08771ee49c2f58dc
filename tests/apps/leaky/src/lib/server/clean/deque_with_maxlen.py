"""The last fifty durations: bounded, and nobody's."""

import time
from collections import deque

DURATIONS = deque(maxlen=50)


def measured(function, *arguments):
    started = time.perf_counter()
    try:
        return function(*arguments)
    finally:
        DURATIONS.append(time.perf_counter() - started)
