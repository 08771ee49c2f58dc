"""Members of an enum with attributes, set when it is made."""

from enum import Enum


class Plan(Enum):
    FREE = ("free", 0)
    PRO = ("pro", 9)

    def __init__(self, label, price):
        self.label = label
        self.price = price
        self.features = ["a", "b"]


def use(event):
    plan = Plan.PRO if event.locals.user else Plan.FREE
    return f"{event.locals.user}: {plan.label} {plan.price}"
