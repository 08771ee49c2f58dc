"""The whole request, kept."""

RECENT = []


def saw(event):
    RECENT.append(event)  # LEAK event, kept, growth, shared
