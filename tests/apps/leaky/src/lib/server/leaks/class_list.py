"""A list that all instances have in common."""


class Basket:
    items = []

    def add(self, item):
        self.items.append(item)  # LEAK kept, growth, shared
        return self
