"""`setattr` on the module."""

import sys

module = sys.modules[__name__]


def remember(name, value):
    setattr(module, name, value)  # LEAK kept, shared
