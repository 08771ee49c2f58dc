"""A bounded cache of a pure function."""

from functools import lru_cache


@lru_cache(maxsize=128)
def slug(title):
    return "-".join(title.lower().split())
