"""Matchers, in Python: possible because the server resolves all routes."""


def num(value: str) -> int | None:
    if value == "0":
        raise ValueError("the matcher failed")
    return int(value) if value.isdecimal() else None
