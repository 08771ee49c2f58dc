"""A filter that is told who it is, for all lines of all requests."""

import logging


class UserFilter(logging.Filter):
    user = None

    def filter(self, record):
        record.user = self.user
        return True


user_filter = UserFilter()
logger = logging.getLogger("leaky.filter")
logger.addFilter(user_filter)


def use(event):
    user_filter.user = event.locals.user  # LEAK kept, shared
    logger.debug("hello")
    return True


def undo():
    logger.removeFilter(user_filter)
