"""A weak reference's callback holds the user."""

import weakref

references = []


class Thing:
    pass


THING = Thing()


def use(event):
    user = event.locals.user
    references.append(weakref.ref(THING, lambda _: user))  # LEAK kept, growth, shared
    return len(references)
