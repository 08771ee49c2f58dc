"""A list for each user; nobody takes one away."""

from collections import defaultdict

visits = defaultdict(list)


def visit(user, path):
    visits[user].append(path)  # LEAK kept, growth, shared
    return len(visits[user])
