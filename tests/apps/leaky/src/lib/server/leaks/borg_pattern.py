"""All instances have one dictionary."""


class Borg:
    _shared_state = {}

    def __init__(self):
        self.__dict__ = self._shared_state


class CurrentUser(Borg):
    def login(self, name):
        self.name = name  # LEAK kept, shared


def use(event):
    CurrentUser().login(event.locals.user)
    return CurrentUser().name
