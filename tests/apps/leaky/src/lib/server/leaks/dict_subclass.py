"""A class of one's own that is a dictionary."""


class Sessions(dict):
    def __missing__(self, user):
        session = {"user": user}
        self[user] = session  # LEAK kept, growth, shared
        return session


sessions = Sessions()
