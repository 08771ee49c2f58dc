"""What the build says of the files of an app that is nothing else."""

from __future__ import annotations

import json
from textwrap import dedent
from typing import TYPE_CHECKING

from lissome.build.mistakes import MistakeFinder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PROJECT = {
    "package.json": json.dumps({"devDependencies": {"lissome": "file:.lissome/npm"}}),
    "vite.config.js": "import { lissome } from 'lissome';\nexport default { plugins: [lissome()] };\n",
}


def write_files(root: Path, files: Mapping[str, str | None]) -> Path:
    """Write files below a folder, without the indentation of their texts; leave out those that are None."""
    for name, text in {**PROJECT, **files}.items():
        if text is not None:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(dedent(text), encoding="utf-8")
    return root


def said_of(root: Path, files: Mapping[str, str | None]) -> list[str]:
    """Return the lines that the build prints about these files; those of warnings begin with that word."""
    found = MistakeFinder(write_files(root, files)).find()
    return [f"warning: {one.title}" if one.is_warning else one.title for one in found]
