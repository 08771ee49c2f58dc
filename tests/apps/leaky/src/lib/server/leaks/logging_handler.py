"""A handler more with each request."""

import logging

logger = logging.getLogger("leaky.audit")


def audit(user):
    logger.addHandler(logging.NullHandler())  # LEAK process, leftover, growth
    logger.debug("%s was here", user)


def undo():
    logger.handlers.clear()
