"""`list.append` and friends, past the methods of the object."""

SEEN = []
NAMES = {}


def saw(item):
    list.append(SEEN, item)  # LEAK kept, growth, shared
    dict.update(NAMES, {item: True})  # LEAK kept, growth, shared
