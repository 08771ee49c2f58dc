"""A filter that is told who it is, for all lines of all requests."""

import logging


class UserFilter(logging.Filter):
    user = None

    def filter(self, record):
        record.user = self.user
        return True


user_filter = UserFilter()
# known to nobody else, so that it goes with its module
logger = logging.Logger("leaky.filter")  # noqa: LOG001
logger.addFilter(user_filter)


def use(event):
    user_filter.user = event.locals.user  # LEAK kept, shared
    logger.debug("hello")
    return True
