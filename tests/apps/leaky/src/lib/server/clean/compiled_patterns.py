"""A dictionary that is full after its few names have been asked for."""

import re

SOURCES = {"word": r"\w+", "number": r"\d+"}
PATTERNS = {}


def pattern(name):
    if name not in PATTERNS:
        PATTERNS[name] = re.compile(SOURCES[name])
    return PATTERNS[name]
