"""And the locale."""

import locale

start = locale.setlocale(locale.LC_NUMERIC)


def use():
    locale.setlocale(locale.LC_NUMERIC, "C" if start != "C" else "C.UTF-8")  # LEAK process


def undo():
    locale.setlocale(locale.LC_NUMERIC, start)
