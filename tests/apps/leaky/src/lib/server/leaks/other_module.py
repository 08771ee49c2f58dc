"""An attribute of another module."""

from lib.server.leaks import preferences


def set_theme(theme):
    preferences.theme = theme  # LEAK kept, shared


def get_theme():
    return preferences.theme
