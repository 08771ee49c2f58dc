"""Members of an enum are singletons."""

from enum import Enum


class Plan(Enum):
    FREE = "free"
    PRO = "pro"

    def assign(self, user):
        self.last_user = user  # LEAK kept, shared
        return self


def use(event):
    return Plan.PRO.assign(event.locals.user).last_user
