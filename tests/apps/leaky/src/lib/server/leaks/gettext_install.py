"""The translations of one user, for all."""

import gettext
import sys


def use(event):
    gettext.translation("shop", "/nowhere", [str(event.locals.user)], fallback=True).install()  # LEAK process
    return _("Hello")  # noqa: F821


def undo():
    vars(sys.modules["builtins"]).pop("_", None)
