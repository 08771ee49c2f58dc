"""A list of the module that every request appends to."""

AUDIT = []


def record(user, item):
    AUDIT.append({"user": user, "item": item})  # LEAK kept, growth, shared
    return AUDIT[-1]
