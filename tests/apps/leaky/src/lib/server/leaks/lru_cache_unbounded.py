"""A cache without a bound, by user."""

from functools import lru_cache


@lru_cache(maxsize=None)  # LEAK kept, growth, shared
def profile(user):
    return {"name": user}
