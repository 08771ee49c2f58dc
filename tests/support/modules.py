"""Module graphs in Node and in lissome's loader, and functions of its npm half (see tests/js/modules.js)."""

from __future__ import annotations

import json
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

SCRIPT = Path(__file__).resolve().parent.parent / "js" / "modules.js"


@dataclass
class Outcome:
    """What modules noted with `note(…)`, and what became of each entry: its exports, or an error."""

    notes: list[str]
    results: list[Any]


@dataclass
class Modules:
    """A Node process that evaluates module graphs."""

    process: subprocess.Popen[str]

    def evaluate(self, files: dict[str, str], *entries: str | list[str]) -> tuple[Outcome, Outcome]:
        """Evaluate files in Node (as Rolldown bundles them, if one ends with .cjs), and in lissome's loader.

        Args:
            files: by name; they import each other as ``./name``.
            entries: imported one after the other; those of a list at once.
        """
        groups = [[entry] if isinstance(entry, str) else entry for entry in entries]
        answer = self._ask({"files": files, "entries": groups, "is_compared": True})
        return Outcome(**answer["expected"]), Outcome(**answer["lissome"])

    def loaded(self, files: dict[str, str], *entries: str) -> Outcome:
        """Evaluate files in lissome's loader only."""
        answer = self._ask({"files": files, "entries": [[entry] for entry in entries]})
        return Outcome(**answer["lissome"])

    def call(self, file: str, function: str, *arguments: Any) -> Any:
        """The value of a function of lissome's npm half, as JSON has it."""
        return self._ask({"call": [file, function, *arguments]})["value"]

    def _ask(self, request: dict[str, Any]) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        assert "error" not in answer, answer["error"]
        return answer


@contextmanager
def running(node: Path, package: Path, files: Path) -> Iterator[Modules]:
    """Start Node with lissome's npm half from a folder where it finds Vite; it ends with the block."""
    command: list[str | Path] = [node, "--no-warnings", "--experimental-vm-modules", SCRIPT, package, files]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as process:
        try:
            yield Modules(process)
        finally:
            process.kill()
