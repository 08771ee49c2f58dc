"""A bound method under another name, and a local alias."""

LOG = []
log = LOG.append


def first(item):
    log(item)  # LEAK kept, growth, shared


def second(item):
    lines = LOG
    lines += [item]  # LEAK kept, growth, shared
