"""A page's inline scripts, run in V8."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from py_mini_racer import MiniRacer


class Scripts:
    """Says what the scripts of a page do, so that two pages can be compared by effect."""

    def __init__(self) -> None:
        self._v8 = MiniRacer()
        self._v8.eval((Path(__file__).parent / "evaluate.js").read_text())

    def effect(self, scripts: Sequence[str]) -> str:
        """What the scripts hand to kit's client, one value a line; a script that throws is part of it."""
        index = self._v8.eval(f"evaluate({json.dumps(list(scripts))})", timeout_sec=10)
        # All of it is microtasks, and V8 runs those before it returns.
        return str(self._v8.eval(f"take({index})", timeout_sec=10))

    def close(self) -> None:
        """Give V8 back."""
        self._v8.close()
