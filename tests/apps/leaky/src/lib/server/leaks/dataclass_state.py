"""A dataclass that holds what all share."""

from dataclasses import dataclass, field


@dataclass
class Online:
    users: dict = field(default_factory=dict)


ONLINE = Online()


def arrive(user, agent):
    ONLINE.users[user] = agent  # LEAK kept, growth, shared
