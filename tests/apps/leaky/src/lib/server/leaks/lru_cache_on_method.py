"""A cache on a method keeps every instance, and what each holds."""

from functools import lru_cache


class Orders:
    def __init__(self, user):
        self.user = user

    @lru_cache(maxsize=None)  # LEAK kept, growth, shared
    def total(self):
        return len(self.user or "")
