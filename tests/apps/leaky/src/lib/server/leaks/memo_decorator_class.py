"""A memo as a class."""

from lib.server.accounts import account_of


class Memoized:
    def __init__(self, function):
        self.function = function
        self.results = {}

    def __call__(self, key):
        try:
            return self.results[key]
        except KeyError:
            result = self.results[key] = self.function(key)  # LEAK kept, growth, shared
            return result


@Memoized
def avatar(email):
    return f"https://avatars.invalid/{email}"


def use(event):
    return avatar(account_of(event).email)
