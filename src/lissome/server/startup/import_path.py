"""The folders in which the imports of an app's modules begin."""

from __future__ import annotations

import sys
from pathlib import Path

from lissome.settings import Settings


def extend_import_path(root: Path, settings: Settings) -> None:
    """Let imports begin in ``src``: ``from lib.server import db``.

    If the settings mount other applications, they begin in the app's folder too, where those may be:
    ``from backend.models import Note``.
    """
    folders = [root / "src", root] if settings.mount else [root / "src"]
    sys.path[:0] = [str(folder) for folder in folders if str(folder) not in sys.path]
