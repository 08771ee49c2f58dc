"""As singleton, with slots."""


class State:
    __slots__ = ("user",)

    def __init__(self):
        self.user = None


state = State()


def visit(user):
    state.user = user  # LEAK kept, shared
