"""The unit tests of the npm half: one test here for each file of Node's test runner.

`tests/vite/` mirrors `vite/`. What needs no whole build is tested there, in JavaScript; `make npm` installs
the packages that it takes, and `.venv/bin/python scripts/javascript.py test` runs all of it at once.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

REPO = Path(__file__).resolve().parent.parent.parent
FILES = sorted(file.relative_to(REPO).as_posix() for file in (REPO / "tests" / "vite").rglob("*.test.js"))

pytestmark = pytest.mark.node


@pytest.mark.parametrize("file", FILES)
def test_units(file: str) -> None:
    command = [sys.executable, "scripts/javascript.py", "test", file]
    result = subprocess.run(command, cwd=REPO, capture_output=True, text=True, check=False)
    said = result.stdout + result.stderr
    # the runner lists all tests, and then once more those that have failed, with the reasons
    assert result.returncode == 0, said.partition("failing tests:")[2] or said
