"""Keyed by the event, and gone with it."""

from weakref import WeakKeyDictionary

BASKETS = WeakKeyDictionary()


def basket(event):
    return BASKETS.setdefault(event, [])
