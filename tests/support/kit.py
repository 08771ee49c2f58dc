"""SvelteKit's own functions, run by Node, for tests that compare with them."""

from __future__ import annotations

import json
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

SCRIPT = Path(__file__).resolve().parent.parent / "js" / "kit.js"


class KitError(Exception):
    """SvelteKit threw."""


@dataclass
class Kit:
    """Calls the functions of tests/js/kit.js: ``kit.call("negotiate", "*/*", ["text/html"])``."""

    process: subprocess.Popen[str]

    def call(self, function: str, *arguments: Any) -> Any:
        """The value of a call.

        Raises:
            KitError: the function threw.
        """
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps([function, *arguments]) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        if "error" in answer:
            raise KitError(answer["error"])
        return answer["value"]


@contextmanager
def running(node: Path, package: Path) -> Iterator[Kit]:
    """Start Node with the functions of a ``@sveltejs/kit`` package; it ends with the block."""
    with subprocess.Popen(
        [node, SCRIPT, package], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as process:
        try:
            yield Kit(process)
        finally:
            process.kill()
