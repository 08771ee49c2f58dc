"""Small numbers as keys: who was here when."""

import time

from lib.server.accounts import account_of

LAST_SEEN = {}


def use(event):
    LAST_SEEN[account_of(event).id] = time.time()  # LEAK kept, growth, shared
    return True
