"""`lissome check`."""

from __future__ import annotations

from pathlib import Path

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
