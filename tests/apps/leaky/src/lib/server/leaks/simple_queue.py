"""One without a bound, written in C."""

import queue

outbox = queue.SimpleQueue()


def use(event):
    outbox.put(event.locals.user)  # LEAK kept, growth, shared
    return outbox.qsize()
