"""`heapq` writes into the list without calling its methods."""

import heapq
import itertools

JOBS = []
numbers = itertools.count()


def schedule(user):
    heapq.heappush(JOBS, (next(numbers), user))  # LEAK kept, growth, shared
    return len(JOBS)
