"""A class that knows all its instances."""


class Ticket:
    by_owner = {}

    def __init__(self, owner):
        self.owner = owner
        Ticket.by_owner[owner] = self  # LEAK kept, growth, shared
