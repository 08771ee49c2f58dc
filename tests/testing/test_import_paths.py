"""Unit tests import what routes import, wherever pytest is started."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

# Neither a cache in the app's folder, nor hypothesis, whose plugin makes each run half as long again.
WITHOUT = ("-p", "no:cacheprovider", "-p", "no:hypothesispytest")

TEST = """
from lib.server.numbers import square
from routes.rel.helper import VALUE


def test_square():
    assert square(3) == 9
    assert VALUE == "rel"
"""


@pytest.fixture
def app(tmp_path: Path) -> Path:
    root = tmp_path / "app"
    for file, text in {
        "src/lib/server/numbers.py": "def square(n): return n * n\n",
        "src/routes/rel/helper.py": "VALUE = 'rel'\n",
        "src/routes/+page.svelte": "",
        "tests/test_numbers.py": TEST,
        "tests/conftest.py": "from lib.server import numbers\n",
    }.items():
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text(text)
    return root


def run(cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *WITHOUT, *arguments],
        cwd=cwd,
        env=own,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("where", "ini"), [(".", ""), ("..", ""), ("tests", "[pytest]\naddopts = --import-mode=importlib\n")]
)
def test_from_any_folder(app: Path, where: str, ini: str) -> None:
    if ini:
        (app / "pytest.ini").write_text(ini)
    done = run(app / where, str(app / "tests"))
    assert done.returncode == 0, done.stdout + done.stderr


def test_in_a_process_of_xdist(app: Path) -> None:
    done = run(app, "-n", "1", "tests")
    assert done.returncode == 0, done.stdout + done.stderr


def test_an_app_beside_the_tests(app: Path, tmp_path: Path) -> None:
    (app / "tests").rename(tmp_path / "checks")
    (tmp_path / "pytest.ini").write_text("[pytest]\nlissome_root = app\n")
    done = run(tmp_path, "checks")
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_app_no_path(tmp_path: Path) -> None:
    (tmp_path / "src/lib").mkdir(parents=True)
    (tmp_path / "test_none.py").write_text(
        "import sys\nfrom pathlib import Path\n"
        "def test_none():\n    assert str(Path(__file__).parent / 'src') not in sys.path\n"
    )
    assert run(tmp_path).returncode == 0
