"""An immutable state that is replaced."""

from typing import NamedTuple


class State(NamedTuple):
    user: str | None
    count: int


state = State(None, 0)


def use(event):
    global state
    state = state._replace(user=event.locals.user, count=state.count + 1)  # LEAK kept, shared
    return state.count
