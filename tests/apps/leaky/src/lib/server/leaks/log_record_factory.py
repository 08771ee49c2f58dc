"""The factory of log records is the process's."""

import logging

old_factory = logging.getLogRecordFactory()


def use(event):
    user = event.locals.user

    def factory(*args, **kwargs):
        record = old_factory(*args, **kwargs)
        record.user = user
        return record

    logging.setLogRecordFactory(factory)  # LEAK process, kept, shared, leftover, event
    return True


def undo():
    logging.setLogRecordFactory(old_factory)
