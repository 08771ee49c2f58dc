"""The scripts of a build that go into each isolate, and what goes in between."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Final

# A setup script: renders may change builtins, and the isolate takes that back
# (vite/isolate/realm/patchable_realm.js).
PATCHABLE: Final = "globalThis.__lissome_patchable = true"


@dataclass(frozen=True, slots=True)
class Bundle:
    """What `lissome build` made for V8.

    Attributes:
        prelude: the Web APIs that V8 does not have.
        app: the app; its value is the entry function.
    """

    prelude: str
    app: str

    @staticmethod
    def read(folder: Path) -> Bundle:
        """Read the scripts from `build/server`."""
        return Bundle((folder / "prelude.js").read_text("utf-8"), (folder / "ssr.js").read_text("utf-8"))

    def scripts(self, *setup: str) -> tuple[str, ...]:
        """The scripts of one isolate, in order. Every isolate has random numbers of its own.

        Args:
            setup: more scripts, to run before the app's.
        """
        seed = f"__lissome_seed('{secrets.token_hex(32)}')"
        return (self.prelude, seed, *setup, self.app)
