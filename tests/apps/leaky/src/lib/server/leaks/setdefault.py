"""A read-through cache with `setdefault`, and one with `update`."""

PROFILES = {}
THEMES = {}


def profile(user):
    return PROFILES.setdefault(user, {"name": user})  # LEAK kept, growth, shared


def paint(user, theme):
    THEMES.update({user: theme})  # LEAK kept, growth, shared
