"""Counters by method and route: as many as there are."""

from collections import Counter, defaultdict

requests = Counter()
latency = defaultdict(list)
errors = defaultdict(int)


def use(event):
    requests[event.request.method, event.route.id] += 1
    errors[event.route.id] += 0
    return requests.total()
