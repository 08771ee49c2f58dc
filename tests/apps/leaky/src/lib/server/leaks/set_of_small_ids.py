"""Who is online, by number."""

from lib.server.accounts import account_of


class Presence:
    def __init__(self):
        self.online = set()

    def arrive(self, user_id):
        self.online.add(user_id)  # LEAK kept, growth, shared
        return len(self.online)


presence = Presence()


def use(event):
    return presence.arrive(account_of(event).id)
