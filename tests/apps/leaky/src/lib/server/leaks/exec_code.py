"""By `exec`, in the module's names."""

namespace = {}


def use(event):
    exec(f"who = {str(event.locals.user)!r}", namespace)  # LEAK kept, shared
    return namespace["who"]
