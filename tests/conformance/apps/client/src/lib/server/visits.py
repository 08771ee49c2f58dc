# How often something ran for a visitor: each one has a cookie of its own.
counts = {}


def count(event, what):
    key = f"{event.cookies.get('visitor')} {what}"
    counts[key] = counts.get(key, 0) + 1
    return counts[key]
