"""A cached property of the one service: the first user's, for ever."""

from functools import cached_property

from lissome import get_request_event


class Service:
    @cached_property  # LEAK kept, shared
    def user(self):
        return get_request_event().locals.user


service = Service()
