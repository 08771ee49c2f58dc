"""A bound method under another name, and a local alias."""

LOG = []
log = LOG.append
LINES = []


def first(item):
    log(item)  # LEAK kept, growth, shared


def second(item):
    lines = LINES
    lines += [item]  # LEAK kept, growth, shared
