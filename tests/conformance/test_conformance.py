"""The conformance suite in short, as tests of each app and of each scenario: `make conformance` says more.

lissome is always asked; what it is compared with has SvelteKit answered when `make conformance` asked it.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet
from playwright.sync_api import Browser

from conformance.client.runner import Side, judge, play
from conformance.client.scenario import Scenario
from conformance.client.tab import IN_THE_BROWSER
from conformance.coverage import FEATURES, covering
from conformance.development import IN_DEV, IN_THE_BROWSER_IN_DEV, NOT_IN_DEV, in_short, is_played_in_dev
from conformance.exchange import Exchange
from conformance.normalise import DROPPED_HEADERS, NORMALISATIONS
from conformance.reasons import DELIBERATE, KNOWN
from conformance.recording import Recording, Transcripts, theme_of
from conformance.runner import by_app, run
from conformance.scenarios import scenarios
from conformance.suites import exchanges

# Each app that dev serves costs seconds, and most of them differ in their routes only:
# `make conformance ARGS=--dev` serves all of them.
SERVED_IN_DEV = ("edges", "based", "csp-nonce", "client", "client@based")

# They show no feature that others do not show, and a server costs more than what it is asked.
ALIKE = ("csp-auto", "hooked@linked", "resolved")

# They have hundreds of exchanges, many of which go through all combinations of something: `make test` sends
# every third.
COMBINED = ("edges", "forms", "hooked", "layers", "loads", "runtime", "values", "wires")

EXCHANGES = by_app(exchanges())
IN_SHORT = by_app(in_short([one for one in exchanges() if one.app in SERVED_IN_DEV]))
PLAYED = covering(scenarios())
PLAYED_IN_DEV = in_short([one for one in scenarios() if one.app in SERVED_IN_DEV and is_played_in_dev(one)])

Sides = Mapping[str, Side]


def by_themselves(apps: Iterable[str], how: str) -> list[ParameterSet]:
    """Parameters for tests that need not run in one process; `make long` has those that are alike."""
    group, long = pytest.mark.xdist_group, pytest.mark.long
    return [
        pytest.param(app, marks=[group(f"exchanges with {app} {how}"), *([long] if app in ALIKE else [])])
        for app in apps
    ]


def some(parameters: Sequence[ParameterSet], every: int) -> list[ParameterSet]:
    """Parameters, of which `make test` takes one of so many, and `make long` the others."""
    return [
        one if number % every == 0 else one._replace(marks=(*one.marks, pytest.mark.long))
        for number, one in enumerate(parameters)
    ]


def together(played: Iterable[Scenario], group_of: Callable[[Scenario], str]) -> list[ParameterSet]:
    """Parameters for tests of scenarios, each group of which is played in one process."""
    return [
        pytest.param(
            one, id=one.name.replace(" ", "_"), marks=pytest.mark.xdist_group(f"scenarios {group_of(one)}")
        )
        for one in played
    ]


def in_production(one: Scenario) -> str:
    return f"of {theme_of(one)} in production"


def in_dev(one: Scenario) -> str:
    return f"with {one.app} in dev"


@pytest.fixture(scope="session")
def sides(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sides]:
    """The servers on which scenarios are played; each starts when needed, and serves one app at a time."""
    with ExitStack() as servers:
        yield {
            name: servers.enter_context(closing(Side(name, tmp_path_factory.mktemp(name))))
            for name in ("kit", "lissome", "dev")
        }


def test_names_are_unique_and_marks_have_reasons() -> None:
    every: list[Exchange | Scenario] = [*exchanges(), *scenarios()]
    names = [(one.app, one.name) for one in every]
    names += [(theme_of(one), one.name) for one in scenarios()]
    assert [name for name, count in Counter(names).items() if count > 1] == []
    assert {row for one in every for row in one.rows} <= FEATURES.keys()
    assert {one.deliberate for one in every if one.deliberate} == DELIBERATE.keys()
    assert {one.known for one in exchanges() if one.known} == KNOWN.keys()


def test_apps_for_make_long_show_what_others_show() -> None:
    shown = {row for app in EXCHANGES.keys() - set(ALIKE) for one in EXCHANGES[app] for row in one.rows}
    assert shown == {row for one in exchanges() for row in one.rows}


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
@pytest.mark.parametrize("app", by_themselves(EXCHANGES, "in production"))
def test_lissome_answers_as_sveltekit_does(app: str) -> None:
    _demand_no_difference(EXCHANGES[app][:: 3 if app in COMBINED else 1], "lissome")


@pytest.mark.conformance
@pytest.mark.node
@pytest.mark.long
@pytest.mark.parametrize("app", by_themselves(COMBINED, "in production"))
def test_lissome_answers_all_combinations_so(app: str) -> None:
    _demand_no_difference(EXCHANGES[app], "lissome")


@pytest.mark.conformance
@pytest.mark.node
@pytest.mark.parametrize("app", some(by_themselves(sorted(IN_SHORT, reverse=True), "in dev"), 3))
def test_lissome_dev_answers_as_production_does(app: str) -> None:
    """`make conformance ARGS=--dev` sends all."""
    _demand_no_difference(IN_SHORT[app], "dev")


def _demand_no_difference(chosen: Sequence[Exchange], subject: str) -> None:
    app = chosen[0].app
    answers = Recording(app, EXCHANGES[app]).read()
    outcomes = run(chosen, subject, recorded=lambda exchange: answers[exchange.name])
    different = [outcome for outcome in outcomes if outcome.verdict == "differ"]
    report = "\n\n".join(f"{one.exchange.name}\n{one.text}" for one in different)
    assert not different, f"{len(different)} of {len(chosen)} exchanges differ\n\n{report}"


@pytest.mark.conformance
@pytest.mark.node
@pytest.mark.parametrize("scenario", some(together(PLAYED, in_production), 3))
def test_the_client_behaves_as_with_sveltekit(scenario: Scenario, sides: Sides, browser: Browser) -> None:
    """`make conformance` plays all."""
    _demand_the_same(scenario, sides, browser, "lissome")


@pytest.mark.conformance
@pytest.mark.node
@pytest.mark.long
@pytest.mark.parametrize("scenario", together(PLAYED_IN_DEV, in_dev))
def test_the_client_behaves_so_in_dev(scenario: Scenario, sides: Sides, browser: Browser) -> None:
    """`make test` has tests/dev for the client, and `make conformance ARGS=--dev` plays all."""
    _demand_the_same(scenario, sides, browser, "dev")
    sides["dev"].close()  # another process may wait for the app


@functools.cache
def _transcripts(theme: str, browser: str) -> Mapping[str, str] | None:
    return Transcripts(theme, browser).read()


def _demand_the_same(scenario: Scenario, sides: Sides, browser: Browser, subject: str) -> None:
    recorded = _transcripts(theme_of(scenario), browser.version)
    # What the browser itself says is another browser's own, so there SvelteKit has to be played again.
    kit = play(scenario, sides["kit"], browser) if recorded is None else recorded[scenario.name]
    outcome = judge(scenario, kit, play(scenario, sides[subject], browser), subject)
    assert outcome.verdict != "differ", f"the transcripts differ\n\n{outcome.text}"
