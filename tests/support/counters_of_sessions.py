"""Counters, sums and greatest numbers, in all forms: numbers that are made of the number before.

Each is run as the modules of `support.look_alikes_of_sessions` are.
"""

from __future__ import annotations

COUNTERS = {
    "a counter by setattr": """
class Totals:
    green = 0
    blue = 0
def use(event):
    variant = "green" if event.locals.account.is_admin else "blue"
    setattr(Totals, variant, getattr(Totals, variant) + 1)
""",
    "a counter by getattr with a default": """
class Totals:
    pass
totals = Totals()
def use(event):
    variant = "green" if event.locals.account.is_admin else "blue"
    object.__setattr__(totals, variant, getattr(totals, variant, 0) + 1)
""",
    "a counter by get": """
totals = {}
def use(event):
    variant = "green" if event.query["q"] else event.locals.account.theme
    totals[variant] = totals.get(variant, 0) + 1
""",
    "a counter by update": """
totals = {"light": 0, "dark": 0, "all": 0}
def use(event):
    theme = event.locals.account.theme
    totals.update({theme: totals[theme] + 1})
    totals.update(all=totals["all"] + event.locals.account.id)
""",
    "a counter by setitem": """
import operator
totals = {"light": 0, "dark": 0}
def use(event):
    theme = event.locals.account.theme
    operator.setitem(totals, theme, operator.add(totals[theme], event.locals.account.id))
""",
    "a counter by __setitem__": """
totals = {"light": 0, "dark": 0}
def use(event):
    theme = event.locals.account.theme
    totals.__setitem__(theme, totals.__getitem__(theme) + 1)
""",
    "a counter by vars": """
class Totals:
    def __init__(self):
        self.light = self.dark = 0
totals = Totals()
def use(event):
    theme = event.locals.account.theme
    vars(totals)[theme] = getattr(totals, theme) + event.locals.account.id
""",
    "a counter by globals": """
light = dark = 0
def use(event):
    theme = event.locals.account.theme
    globals()[theme] = globals()[theme] + event.locals.account.id
""",
    "a counter by a variable": """
totals = {"light": 0, "dark": 0}
def use(event):
    theme = event.locals.account.theme
    before = totals.get(theme)
    totals[theme] = before + event.locals.account.id
""",
    "a greatest number by max": """
class Peaks:
    highest = 0
def use(event):
    setattr(Peaks, "highest", max(getattr(Peaks, "highest"), event.locals.account.id))
""",
    "a sum of an attribute": """
class Totals:
    spent = 0
totals = Totals()
def use(event):
    totals.spent = sum((totals.spent, event.locals.account.limit))
""",
    "a counter in a list": """
totals = [0, 0]
def use(event):
    at = event.locals.account.id - 1
    totals[at] = totals[at] + 1
""",
    "a moving average": """
class Load:
    average = 0.0
def use(event):
    Load.average = 0.9 * Load.average + 0.1 * event.locals.account.hours
""",
}
