"""The translations of one user, for all."""

import builtins
import gettext


def use(event):
    gettext.translation("shop", "/nowhere", [str(event.locals.user)], fallback=True).install()  # LEAK process
    return _("Hello")  # noqa: F821


def undo():
    for names in (vars(builtins),):
        names.pop("_", None)
