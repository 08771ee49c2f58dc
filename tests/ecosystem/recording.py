"""What SvelteKit has answered on the pages that `make test` renders, so that its server need not run.

`make ecosystem ARGS=--record` asks the real server, and writes what is here. A recording is good for what it
was made of: the pages' files and packages, and the code that normalises answers.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path

from conformance.wire import Answer
from ecosystem.page import Page
from ecosystem.pages import GROUPS
from ecosystem.projects import assemble
from support.build_cache import digest_of

HERE = Path(__file__).resolve().parent
FILE = HERE / "recorded.json"

# What each stands for.
SAMPLES = {
    "nanoid": "Buffer",
    "jszip": "Blob and streams",
    "dexie": "CustomEvent",
    "comlink": "MessageChannel",
    "d3-format": "own properties of functions",
    "gray-matter": "Node's builtins that are imported and not called",
    "axios-default": "Node's builtins and adapters, of which one for fetch is chosen when it runs",
    "intl-messageformat": "Intl",
    "emotion": "styles in JavaScript",
    "query-string": "builtins that are kept by their descriptors",
}
"""The pages that `make test` renders, and the kinds that they stand for."""


class StaleRecordingError(Exception):
    """There is no recording, or it was made of something else."""

    def __init__(self) -> None:
        super().__init__(
            f"{FILE} was not recorded with these pages and packages. "
            "Run `make ecosystem ARGS=--record`, which asks SvelteKit, and commit what it writes."
        )


def samples() -> list[Page]:
    """Return the pages of the suite."""
    return [page for pages in GROUPS.values() for page in pages if page.name in SAMPLES]


def read() -> dict[str, Answer]:
    """Return the normalised answers by the pages' names.

    Raises:
        StaleRecordingError: they are no longer those of these pages.
    """
    recorded = json.loads(FILE.read_text()) if FILE.is_file() else {}
    if recorded.get("made of") != _digest():
        raise StaleRecordingError
    return {
        name: Answer(status, tuple((key, value) for key, value in headers), "\n".join(lines).encode())
        for name, (status, headers, lines) in recorded["answers"].items()
    }


def write(answers: Mapping[str, Answer]) -> None:
    """Write the normalised answers."""
    noted = {
        name: [answer.status, answer.headers, answer.body.decode().split("\n")]
        for name, answer in sorted(answers.items())
    }
    FILE.write_text(
        json.dumps({"made of": _digest(), "answers": noted}, indent="\t", ensure_ascii=False) + "\n"
    )


def _digest() -> str:
    """Return a digest of the app as SvelteKit gets it, and of the code that normalises."""
    code = [HERE / "judge.py", HERE.parent / "conformance" / "normalise.py"]
    with tempfile.TemporaryDirectory() as folder:
        assemble("kit", samples(), Path(folder, "app"))
        return digest_of([Path(folder), *code])[:16]
