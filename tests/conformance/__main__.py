# ruff: noqa: T201 - it talks to people
"""`make conformance`: compare lissome with SvelteKit on Node, exchange by exchange."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain

from conformance.client.runner import NoBrowserError
from conformance.client.runner import Outcome as Played
from conformance.client.runner import run as play
from conformance.client.scenario import Scenario
from conformance.client.tab import IN_THE_BROWSER
from conformance.coverage import table
from conformance.development import IN_DEV, IN_THE_BROWSER_IN_DEV, NOT_IN_DEV, is_played_in_dev
from conformance.exchange import Exchange
from conformance.normalise import DROPPED_HEADERS, NORMALISATIONS
from conformance.projects import BuildError
from conformance.recording import Recording, Transcripts, theme_of
from conformance.runner import Outcome, by_app, run
from conformance.scenarios import scenarios
from conformance.suites import exchanges
from conformance.wire import Answer
from support.browser import browser_version


def main() -> int:
    """Print what differs, the table, and a line for each part; 1 when something differs."""
    options = _options()
    if options.normalisations:
        tables = [DROPPED_HEADERS, NORMALISATIONS, IN_THE_BROWSER]
        if options.dev:
            tables += [IN_DEV, IN_THE_BROWSER_IN_DEV, NOT_IN_DEV]
        for name, why in chain.from_iterable(table.items() for table in tables):
            print(f"{name}: {why}")
        return 0
    try:
        return _compare(options)
    except (BuildError, NoBrowserError) as failure:
        print(failure)
        return 1


def _compare(options: argparse.Namespace) -> int:
    subject = "dev" if options.dev else "lissome"
    chosen = [one for one in exchanges() if options.k in f"{one.app} {one.name}"]
    played = [one for one in scenarios() if options.k in f"{one.app} {one.name}" and not options.no_browser]
    if options.dev:
        played = [one for one in played if is_played_in_dev(one)]
    outcomes: list[Outcome | Played] = []
    both: tuple[Iterator[Outcome | Played], ...] = (
        run(chosen, subject),
        play(played * options.repeat, subject),
    )
    for outcome in chain.from_iterable(both):
        outcomes.append(outcome)
        _report(outcome, verbose=options.verbose)
    print("\n" + table((_subject(outcome), outcome.verdict) for outcome in outcomes))
    if not options.k and not options.dev:
        _record(outcomes)
    print("\n" + "\n".join(summary(outcomes, browser=not options.no_browser)))
    return int(any(outcome.verdict == "differ" for outcome in outcomes))


def _record(outcomes: Sequence[Outcome | Played]) -> None:
    """Write what SvelteKit has answered, for `make test`."""
    answers: dict[str, dict[str, Sequence[Answer]]] = {}
    transcripts: dict[str, dict[str, str]] = {}
    for outcome in outcomes:
        if isinstance(outcome, Outcome):
            answers.setdefault(outcome.exchange.app, {})[outcome.exchange.name] = outcome.control
        else:
            scenario = outcome.scenario
            transcripts.setdefault(theme_of(scenario), {})[scenario.name] = outcome.transcript
    written = [
        recording.file
        for app, sent in by_app(exchanges()).items()
        if all(answers[app].values()) and (recording := Recording(app, sent)).write(answers[app])
    ]
    for theme, texts in transcripts.items():
        if (played := Transcripts(theme, browser_version())).write(texts):
            written.append(played.file)
    print("".join(f"\nrecorded anew: {file}" for file in written))


def summary(outcomes: Sequence[Outcome | Played], *, browser: bool) -> list[str]:
    """A line for what was played in the browser, and the last one, for the exchanges."""
    kinds = [
        ([one.verdict for one in outcomes if isinstance(one, Played)], "scenarios"),
        ([one.verdict for one in outcomes if isinstance(one, Outcome)], "exchanges"),
    ]
    lines = []
    for verdicts, what in kinds:
        count = Counter(verdicts)
        gaps = f", {count['known']} known gaps" if count["known"] else ""
        lines.append(
            f"{len(verdicts)} {what}, {count['differ']} differ, {count['deliberate']} deliberate{gaps}"
        )
    return lines if browser else ["scenarios: not played (--no-browser)", lines[1]]


def _subject(outcome: Outcome | Played) -> Exchange | Scenario:
    return outcome.exchange if isinstance(outcome, Outcome) else outcome.scenario


def _report(outcome: Outcome | Played, *, verbose: bool) -> None:
    subject = _subject(outcome)
    if outcome.verdict == "differ" or (verbose and outcome.verdict != "same"):
        print(f"\n{outcome.verdict.upper()} [{subject.app}] {subject.name}\n{outcome.text}", flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make conformance", description=__doc__)
    parser.add_argument("-k", default="", help="only those with this text in app and name")
    parser.add_argument("--dev", action="store_true", help="judge `lissome dev` instead of `lissome serve`")
    parser.add_argument("--no-browser", action="store_true", help="only exchanges, no scenarios")
    parser.add_argument("--repeat", type=int, default=1, metavar="N", help="play all scenarios N times")
    parser.add_argument("--verbose", action="store_true", help="show deliberate differences and gaps too")
    parser.add_argument("--normalisations", action="store_true", help="list what is not compared, and why")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
