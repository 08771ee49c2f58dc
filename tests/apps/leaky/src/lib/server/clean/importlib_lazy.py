"""A module imported in a handler."""

import importlib


def use(event):
    tools = importlib.import_module("lib.server.clean.importlib_lazy_tools")
    return tools.shout(event.locals.user or "")
