from __future__ import annotations

import pytest

from support.parallel import BROWSER, next_unit

A, B, PAGE, FORM = "a", "b", f"{BROWSER}page", f"{BROWSER}form"


@pytest.mark.parametrize(
    ("waiting", "assigned", "expected"),
    [
        ([A, B, PAGE], {"mine": []}, PAGE),  # nobody has a browser yet
        ([A, B, PAGE], {"mine": [], "other": [FORM]}, A),
        ([A, B, PAGE], {"mine": [FORM], "other": []}, PAGE),
        ([A, B], {"mine": [FORM], "other": []}, None),  # the loop of Playwright runs in it
        ([A, B], {"mine": [A], "other": []}, A),
        ([PAGE], {"mine": [A], "one": [FORM], "other": [PAGE]}, PAGE),  # there is nothing else to do
    ],
)
def test_browser_tests_have_processes_of_their_own(
    waiting: list[str], assigned: dict[str, list[str]], expected: str | None
) -> None:
    assert next_unit(waiting, assigned, "mine") == expected
