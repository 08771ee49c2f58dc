"""Every exchange of the conformance suite, as one test: `make conformance` says more."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from conformance.coverage import FEATURES
from conformance.normalise import DROPPED_HEADERS, NORMALISATIONS
from conformance.reasons import DELIBERATE, KNOWN
from conformance.runner import run
from conformance.suites import exchanges


def test_names_are_unique_and_marks_have_reasons() -> None:
    every = exchanges()
    names = [(one.app, one.name) for one in every]
    assert [name for name, count in Counter(names).items() if count > 1] == []
    assert {row for one in every for row in one.rows} <= FEATURES.keys()
    assert {one.deliberate for one in every if one.deliberate} == DELIBERATE.keys()
    assert {one.known for one in every if one.known} == KNOWN.keys()


def test_the_documentation_has_the_same_tables() -> None:
    page = (Path(__file__).parents[2] / "docs" / "reference" / "conformance.md").read_text()
    for table in (DELIBERATE, KNOWN, NORMALISATIONS, DROPPED_HEADERS):
        assert [name for name, why in table.items() if f"| {name} | {why} |" not in page] == []


@pytest.mark.conformance
@pytest.mark.node
@pytest.mark.timeout(300)
def test_lissome_answers_as_sveltekit_does() -> None:
    different = [outcome for outcome in run(exchanges()) if outcome.verdict == "differ"]
    report = "\n\n".join(f"[{one.exchange.app}] {one.exchange.name}\n{one.text}" for one in different)
    assert not different, f"{len(different)} exchanges differ\n\n{report}"
