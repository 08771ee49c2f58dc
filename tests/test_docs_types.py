"""The Python of the guides has the types that it says: mypy, as the guide to type checking sets it up."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from support.documents import REPO, blocks, write_app

GUIDES = REPO / "docs" / "guides"
SETTINGS = next(block.text for block in blocks(GUIDES / "type-checking.md") if block.language == "toml")
# Their shown code is about something else, and leaves types to the reader.
LOOSE = {"caching", "recipes", "routing"}
CHECKED = [
    guide
    for guide in sorted(GUIDES.glob("*.md"))
    if guide.stem not in LOOSE
    and any((block.path or "").startswith("src/") and block.language == "python" for block in blocks(guide))
]


def mypy(app: Path, files: list[str]) -> None:
    command = [sys.executable, "-m", "mypy", f"--cache-dir={REPO / '.cache' / 'mypy-of-guides'}", *files]
    done = subprocess.run(command, cwd=app, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.long
@pytest.mark.xdist_group("mypy of guides")
@pytest.mark.parametrize("guide", CHECKED, ids=lambda guide: guide.stem)
def test_types_are_right(guide: Path, tmp_path: Path) -> None:
    write_app(guide, tmp_path)
    if any((block.path or "").startswith("backend/") for block in blocks(guide)):
        settings = SETTINGS.replace('mypy_path = "src"', 'mypy_path = "src:."')
    else:
        settings = SETTINGS
    (tmp_path / "pyproject.toml").write_text(settings)
    files = [os.fspath(file.relative_to(tmp_path)) for file in sorted((tmp_path / "src").rglob("*.py"))]
    unnamed = [[file] for file in files if "[" in file or "(" in file]  # mypy knows one of them at a time
    named = [file for file in files if [file] not in unnamed]
    for run in [named, *unnamed]:
        if run:
            mypy(tmp_path, run)
