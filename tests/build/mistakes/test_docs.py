"""docs/reference/mistakes.md: its messages are those of the tests beside this file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from build.mistakes import test_components, test_functions, test_inputs, test_modules, test_project_files

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "mistakes.md"
SHOWN = re.findall(r"^\| (?!mistake \|)[^|]+ \| (.+) \|$", PAGE.read_text("utf-8"), re.MULTILINE)


def messages() -> list[str]:
    """Return the messages of all tables, with and without their places."""
    rows = [
        *test_project_files.MISTAKES,
        *test_modules.MISTAKES,
        *((f": {row[-1]}",) for row in test_inputs.MISTAKES),
        *test_functions.IN_ACTIONS,
        *test_functions.ELSEWHERE,
        *test_components.FORMS,
        *test_components.OPTIONS,
    ]
    return [str(row[-1]) for row in rows]


@pytest.mark.parametrize("message", SHOWN)
def test_a_message_is_tested(message: str) -> None:
    text = message.replace("\\|", "|")  # as a cell of a table has it
    assert any(one.endswith(f": {text}") for one in messages())


def test_the_messages_are_found() -> None:
    assert len(SHOWN) > 50
