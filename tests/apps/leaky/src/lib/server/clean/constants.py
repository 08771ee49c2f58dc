"""Dictionaries and lists that nobody changes."""

PRICES = {"tea": 3, "cake": 5}
STEPS = ["choose", "pay", "wait"]


def price(name):
    return PRICES.get(name, 0)
