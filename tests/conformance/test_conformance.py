"""The conformance suite as two tests, of exchanges and of scenarios: `make conformance` says more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from conformance.client.runner import NoBrowserError
from conformance.client.runner import Outcome as Played
from conformance.client.runner import run as play
from conformance.client.scenario import Scenario
from conformance.client.tab import IN_THE_BROWSER
from conformance.coverage import FEATURES
from conformance.development import IN_DEV, IN_THE_BROWSER_IN_DEV, NOT_IN_DEV, in_short, is_played_in_dev
from conformance.exchange import Exchange
from conformance.normalise import DROPPED_HEADERS, NORMALISATIONS
from conformance.reasons import DELIBERATE, KNOWN
from conformance.runner import Outcome, run
from conformance.scenarios import scenarios
from conformance.suites import exchanges
from support.browser import is_required


def test_names_are_unique_and_marks_have_reasons() -> None:
    every: list[Exchange | Scenario] = [*exchanges(), *scenarios()]
    names = [(one.app, one.name) for one in every]
    assert [name for name, count in Counter(names).items() if count > 1] == []
    assert {row for one in every for row in one.rows} <= FEATURES.keys()
    assert {one.deliberate for one in every if one.deliberate} == DELIBERATE.keys()
    assert {one.known for one in exchanges() if one.known} == KNOWN.keys()


def test_every_feature_is_covered() -> None:
    every: list[Exchange | Scenario] = [*exchanges(), *scenarios()]
    assert FEATURES.keys() - {row for one in every for row in one.rows} == set()


def test_the_documentation_has_the_same_tables() -> None:
    page = (Path(__file__).parents[2] / "docs" / "reference" / "compatibility.md").read_text()
    for table in (
        DELIBERATE,
        KNOWN,
        NORMALISATIONS,
        DROPPED_HEADERS,
        IN_THE_BROWSER,
        IN_DEV,
        NOT_IN_DEV,
        IN_THE_BROWSER_IN_DEV,
    ):
        assert [name for name, why in table.items() if f"| {name} | {why} |" not in page] == []


@pytest.mark.conformance
@pytest.mark.node
@pytest.mark.timeout(900)
def test_lissome_answers_as_sveltekit_does() -> None:
    _demand_no_difference(run(exchanges()))


@pytest.mark.conformance
@pytest.mark.node
@pytest.mark.slow
@pytest.mark.timeout(900)
def test_lissome_dev_answers_as_production_does() -> None:
    """`make conformance ARGS=--dev` sends all."""
    _demand_no_difference(run(in_short(exchanges()), "dev"))


def _demand_no_difference(outcomes: Iterable[Outcome]) -> None:
    different = [outcome for outcome in outcomes if outcome.verdict == "differ"]
    report = "\n\n".join(f"[{one.exchange.app}] {one.exchange.name}\n{one.text}" for one in different)
    assert not different, f"{len(different)} exchanges differ\n\n{report}"


@pytest.mark.browser
@pytest.mark.conformance
@pytest.mark.node
@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_the_client_behaves_as_with_sveltekit() -> None:
    _demand_the_same(play(scenarios()))


@pytest.mark.browser
@pytest.mark.conformance
@pytest.mark.node
@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_client_behaves_so_in_dev() -> None:
    """`make conformance ARGS=--dev` plays all."""
    played = [one for one in scenarios() if is_played_in_dev(one)]
    _demand_the_same(play(in_short(played), "dev"))


def _demand_the_same(outcomes: Iterable[Played]) -> None:
    try:
        different = [outcome for outcome in outcomes if outcome.verdict == "differ"]
    except NoBrowserError as failure:
        (pytest.fail if is_required() else pytest.skip)(str(failure))
    report = "\n\n".join(f"[{one.scenario.app}] {one.scenario.name}\n{one.text}" for one in different)
    assert not different, f"{len(different)} scenarios differ\n\n{report}"
