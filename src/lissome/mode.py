"""Vite's mode, known to Python too: which of the `.env.MODE` files count.

`lissome dev` is "development", everything else "production", unless LISSOME_MODE says another name.
"""

from __future__ import annotations

import os
from typing import Final

VARIABLE: Final = "LISSOME_MODE"


def mode() -> str:
    """The mode of this process."""
    return os.environ.get(VARIABLE) or "production"


def env_files() -> tuple[str, ...]:
    """The files of the mode; the later counts more: https://vite.dev/guide/env-and-mode#env-files."""
    return ".env", ".env.local", f".env.{mode()}", f".env.{mode()}.local"
