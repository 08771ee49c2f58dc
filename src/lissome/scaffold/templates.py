"""The templates of new projects: folders of files, in which few things are replaced.

- ``my-app`` is the name of the project.
- ``dot-`` at the begin of a file's name is a dot: with that, git and editors would take it for their own.
- A line that ends in ``#~ tests`` (in Markdown ``<!--~ tests -->``) is there only if tests were chosen, one
  with ``#~ no-tests`` only if not. The mark itself goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from lissome.build.shipped import shipped_folder
from lissome.scaffold.choices import DEFAULT_NAME, Choices

_MARK: Final = re.compile(r"[ \t]*(?:#~|<!--~) (no-)?([a-z]+)(?: -->)?(?=\n|$)")


def templates_folder() -> Path:
    """Return the folder of the templates.

    Raises:
        BuildError: the installation is incomplete.
    """
    return shipped_folder("_templates", "templates", "base")


def project_files(choices: Choices) -> dict[str, str]:
    """Return the texts of a new project's files, by their paths with ``/``."""
    folder = templates_folder()
    sources = {name: file for layer in choices.layers for name, file in _layer(folder / layer)}
    return {name: render(file.read_text("utf-8"), choices) for name, file in sorted(sources.items())}


def render(text: str, choices: Choices) -> str:
    """Return a template's text for a project."""
    lines = (_line(line, choices.features) for line in text.splitlines(keepends=True))
    return "".join(lines).replace(DEFAULT_NAME, choices.name)


def _line(line: str, features: frozenset[str]) -> str:
    """Return a line without its mark; nothing if the mark says so."""
    mark = _MARK.search(line)
    if mark is None:
        return line
    unwanted, feature = mark.groups()
    return "" if (feature in features) == bool(unwanted) else _MARK.sub("", line)


def _layer(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the path of each file in a project, and the file."""
    for file in sorted(folder.rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts:
            parts = file.relative_to(folder).parts
            yield "/".join(re.sub("^dot-", ".", part) for part in parts), file
