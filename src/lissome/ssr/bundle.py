"""The scripts of a build that are evaluated in each isolate."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Final

# A setup script: renders may change builtins, and the isolate undoes that
# (vite/isolate/realm/patchable_realm.js).
PATCHABLE: Final = "globalThis.__lissome_patchable = true"


@dataclass(frozen=True, slots=True)
class Bundle:
    """The output of `lissome build` for V8.

    Attributes:
        prelude: the Web APIs that V8 lacks.
        app: the app; its value is the entry function.
    """

    prelude: str
    app: str

    @staticmethod
    def read(folder: Path) -> Bundle:
        """Read the scripts from `build/server`."""
        return Bundle((folder / "prelude.js").read_text("utf-8"), (folder / "ssr.js").read_text("utf-8"))

    def scripts(self, *setup: str) -> tuple[str, ...]:
        """Return the scripts of one isolate, in order. Each isolate gets its own seed for random numbers.

        Args:
            setup: more scripts, to run before the app's.
        """
        seed = f"__lissome_seed('{secrets.token_hex(32)}')"
        return (self.prelude, seed, *setup, self.app)
