"""What `gettext.install` does: a name for every module of the process."""

import builtins


def translate_for(user):
    builtins.leaky_translate = lambda text: f"{text} ({user})"  # LEAK process, kept, shared


def undo():
    for names in (vars(builtins),):
        names.pop("leaky_translate", None)
