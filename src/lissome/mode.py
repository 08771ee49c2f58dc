"""Vite's mode, which selects the `.env.MODE` files.

It is "development" in `lissome dev` and otherwise "production", unless LISSOME_MODE names another.
"""

from __future__ import annotations

import os
from typing import Final

VARIABLE: Final = "LISSOME_MODE"


def mode() -> str:
    """Return the mode of this process."""
    return os.environ.get(VARIABLE) or "production"


def env_files() -> tuple[str, ...]:
    """Return the mode's files; later ones take precedence: https://vite.dev/guide/env-and-mode#env-files."""
    return ".env", ".env.local", f".env.{mode()}", f".env.{mode()}.local"
