"""The files of a SvelteKit project that run on its server only, and what each becomes in Python."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_NOT_YET: Final = "not implemented in lissome yet"
# The path of a file without its extension, and what it becomes; the first that fits.
_RULES: Final = tuple(
    (re.compile(pattern), becomes)
    for pattern, becomes in (
        (r"src/routes/(?:.*/)?\+(?:page\.server|layout\.server|server)", r"\g<0>.py"),
        (r"src/hooks\.server", r"\g<0>.py"),
        (r"src/params", "may stay; matchers that only the server can run go to src/params.server.py"),
        (r"src/(?:service-worker|instrumentation\.server)", _NOT_YET),
        (r".*\.remote", f"remote functions are {_NOT_YET}: a load and actions, or an endpoint"),
        (r"(.*)\.server", r"\g<1>.py, for what Python needs of it"),
        (r"src/lib/server/.*", r"\g<0>.py"),
    )
)
_EXPORT: Final = re.compile(r"^export\s+(?:async\s+)?(?:const|let|function\*?|class)\s+(\w+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ServerFile:
    """A file in TypeScript or JavaScript that the server would run.

    Attributes:
        path: relative to the project.
        becomes: what to write in its place.
        exports: what it exports, as it says.
    """

    path: str
    becomes: str
    exports: tuple[str, ...]


def server_files(root: Path) -> list[ServerFile]:
    """Return the files, in the order of their paths."""
    return sorted(_found(root), key=lambda file: file.path)


def _found(root: Path) -> Iterator[ServerFile]:
    for file in (root / "src").rglob("*.[jt]s"):
        path = file.relative_to(root)
        becomes = _becomes(path.with_suffix("").as_posix())
        if becomes and not path.stem.endswith((".d", ".test", ".spec")):
            exports = tuple(_EXPORT.findall(file.read_text("utf-8", "replace")))
            yield ServerFile(path.as_posix(), becomes, exports)


def _becomes(path: str) -> str:
    """Return what a file becomes; nothing if it stays as it is."""
    found = ((pattern.fullmatch(path), becomes) for pattern, becomes in _RULES)
    return next((match.expand(becomes) for match, becomes in found if match), "")
