"""So is the working directory."""

import os
import tempfile
from pathlib import Path

start = Path.cwd()


def go():
    os.chdir(tempfile.gettempdir())  # LEAK process


def undo():
    os.chdir(start)
