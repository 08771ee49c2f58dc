"""Members of an enum with lists on them."""

from enum import Enum

from lib.server.accounts import account_of


class Topic(Enum):
    NEWS = "news"
    ALERTS = "alerts"

    def __init__(self, label):
        self.label = label
        self.subscribers = []

    def subscribe(self, email):
        self.subscribers.append(email)  # LEAK kept, growth, shared


def use(event):
    Topic.NEWS.subscribe(account_of(event).email)
    return len(Topic.NEWS.subscribers)
