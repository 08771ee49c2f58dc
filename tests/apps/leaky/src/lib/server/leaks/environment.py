"""The environment is the process's."""

import os


def speak(language):
    os.environ["LEAKY_LANGUAGE"] = str(language)  # LEAK process


def undo():
    os.environ.pop("LEAKY_LANGUAGE", None)
