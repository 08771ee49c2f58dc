"""Handlers are made at start."""

import logging

logger = logging.getLogger("clean.audit")


def set_up():
    logger.addHandler(logging.NullHandler())


def tear_down():
    logger.handlers.clear()
