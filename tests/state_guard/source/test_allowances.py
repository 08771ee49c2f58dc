"""The comments that allow something to be shared."""

from __future__ import annotations

from pathlib import Path

import pytest

from lissome.state_guard.source.allowances import allowances_in, reason_for, reasons_in


@pytest.mark.parametrize(
    ("comment", "reason"),
    [
        ("# lissome: shared -- a guest book", "a guest book"),
        ("# lissome: shared - a guest book", "a guest book"),
        ("#lissome:shared: a guest book  ", "a guest book"),
        ("# lissome: shared — a guest book", "a guest book"),
        ("# lissome: shared", ""),
        ("# lissome: shared --", ""),
    ],
)
def test_forms_of_the_comment(comment: str, reason: str) -> None:
    assert reasons_in(f"A = 1\nB = {{}}  {comment}\n".encode()) == {2: reason}


@pytest.mark.parametrize(
    "line", ["# lissome: sharedness", "'# lissome: shared -- in a text'", "# shared -- x"]
)
def test_other_comments_and_texts_do_not_count(line: str) -> None:
    assert reasons_in(f"{line}\n".encode()) == {}


def test_a_comment_counts_on_the_statement_and_on_the_line_above() -> None:
    reasons = {4: "why"}
    assert [reason_for(reasons, line, line) for line in (3, 4, 5, 6)] == [None, "why", "why", None]
    assert reason_for(reasons, 2, 4) == "why"


def test_all_of_an_app_with_what_they_stand_at(tmp_path: Path) -> None:
    source = tmp_path / "src"
    source.mkdir()
    (source / "a.py").write_text(
        "# lissome: shared -- above\nA: dict = {}\nB = 1  # lissome: shared\n"
        "def keep(x):\n    A[x] = 1  # lissome: shared -- inside\n"
    )
    (source / "broken.py").write_text("def (:  # lissome: shared -- never\n")
    found = [(one.file, one.line, one.name, one.reason) for one in allowances_in(tmp_path)]
    assert found == [
        ("src/a.py", 1, "A", "above"),
        ("src/a.py", 3, "B", ""),
        ("src/a.py", 5, "A[x]", "inside"),
    ]
