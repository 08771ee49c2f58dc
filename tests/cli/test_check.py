"""`lissome check`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from lissome.cli import main


def check(root: Path, source: str, *options: str) -> tuple[int, str]:
    (root / "src" / "lib").mkdir(parents=True)
    (root / "src" / "lib" / "state.py").write_text(source)
    result = CliRunner().invoke(main, ["check", *options, str(root)])
    return result.exit_code, result.output


def test_what_is_shared_on_purpose_is_listed(tmp_path: Path) -> None:
    source = (
        "HITS = {}  # lissome: shared -- everybody sees the counter\n"
        "\n"
        "# lissome: shared -- one room for all\n"
        "ROOM = []\n"
        "def say(text):\n"
        "    ROOM.append(text)  # lissome: shared -- it is a chat\n"
        "TEXT = '# lissome: shared -- not a comment'\n"
    )
    code, output = check(tmp_path, source, "--shared")
    assert code == 0
    assert output.splitlines() == [
        "src/lib/state.py:1  HITS: everybody sees the counter",
        "src/lib/state.py:3  ROOM: one room for all",
        "src/lib/state.py:6  ROOM.append(text): it is a chat",
    ]


def test_a_comment_needs_a_reason(tmp_path: Path) -> None:
    code, output = check(tmp_path, "HITS = {}  # lissome: shared\n", "--shared")
    assert code == 1
    assert "src/lib/state.py:1: say why it is shared" in output


def test_nothing_is_shared(tmp_path: Path) -> None:
    assert check(tmp_path, "HITS = {}\n", "--shared") == (0, "")


def test_what_to_check_has_to_be_said(tmp_path: Path) -> None:
    code, output = check(tmp_path, "")
    assert code == 2
    assert "--shared" in output


@pytest.fixture
def own_modules() -> Iterator[None]:
    path, finders = sys.path.copy(), sys.meta_path.copy()
    yield
    sys.path[:], sys.meta_path[:] = path, finders


@pytest.mark.usefixtures("own_modules")
def test_modules_are_imported(tmp_path: Path) -> None:
    routes = tmp_path / "src/routes/[slug]"
    routes.mkdir(parents=True)
    (tmp_path / "src/hooks.server.py").write_text("")
    (routes / "+page.server.py").write_text("from .helper import VALUE")
    (routes / "helper.py").write_text("VALUE = 1")
    (routes / "guard.py").write_text("\nimport nowhere_at_all")
    code, output = check(tmp_path, "1 / 0", "--imports")
    assert code == 1
    assert output.splitlines()[0] == (
        "src/routes/[slug]/guard.py: ModuleNotFoundError: No module named 'nowhere_at_all' "
        "(src/routes/[slug]/guard.py:2)"
    )
    assert "1 of 3 modules cannot be used" in output
    (routes / "guard.py").unlink()
    result = CliRunner().invoke(main, ["check", "--imports", str(tmp_path)])
    assert (result.exit_code, result.output) == (0, "2 modules were imported\n")


@pytest.mark.usefixtures("own_modules")
def test_functions_are_looked_at_as_by_a_start(tmp_path: Path) -> None:
    files = {
        "[slug]/+page.server.py": "def load(event, slug: str): ...",
        "[slug]/other/+layout.server.py": "def load(event, id: str = ''): ...",
        "[slug]/other/[[id]]/+page.svelte": "",
        "without/[slug]/+page.server.py": "def load(slug: str): ...",
        "bodies/+server.py": (
            "from pydantic import BaseModel\nclass A(BaseModel): ...\nasync def POST(event, a: A, b: A): ..."
        ),
        "actions/+page.server.py": (
            "from lissome import action\n@action\nasync def save(event, form: dict[str, str]): ..."
        ),
    }
    for name, text in files.items():
        file = tmp_path / "src" / "routes" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    result = CliRunner().invoke(main, ["check", "--imports", str(tmp_path)])
    said = result.output.splitlines()
    assert result.exit_code == 1
    assert said[0].startswith("src/routes/actions/+page.server.py: action 'save' takes 'form'")
    assert said[1].startswith("src/routes/bodies/+server.py: POST: a request has one body, and 'a' and 'b'")
    assert said[2].startswith("src/routes/without/[slug]/+page.server.py: load: the event comes first")
    assert said[3] == "error: 3 of 5 modules cannot be used"
