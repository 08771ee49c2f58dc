"""Counting by user is keeping the users."""

from collections import Counter

hits = Counter()


def hit(user):
    hits[user] += 1  # LEAK kept, growth, shared
    return hits.total()
