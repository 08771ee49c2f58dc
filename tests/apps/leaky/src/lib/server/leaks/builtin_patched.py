"""What `gettext.install` does: a name for every module of the process."""

import builtins
import sys


def translate_for(user):
    builtins.leaky_translate = lambda text: f"{text} ({user})"  # LEAK process, kept, shared


def undo():
    vars(sys.modules["builtins"]).pop("leaky_translate", None)
