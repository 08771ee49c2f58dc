# ruff: noqa: T201 - it talks to people
"""`make conformance`: compare lissome with SvelteKit on Node, exchange by exchange."""

from __future__ import annotations

import argparse
import sys
from collections import Counter

from conformance.coverage import table
from conformance.normalise import DROPPED_HEADERS, NORMALISATIONS
from conformance.projects import BuildError
from conformance.runner import Outcome, run
from conformance.suites import exchanges


def main() -> int:
    """Print what differs, the table, and the one line; 1 when something differs."""
    options = _options()
    if options.normalisations:
        for name, why in [*DROPPED_HEADERS.items(), *NORMALISATIONS.items()]:
            print(f"{name}: {why}")
        return 0
    try:
        return _compare(options)
    except BuildError as failure:
        print(failure)
        return 1


def _compare(options: argparse.Namespace) -> int:
    chosen = [one for one in exchanges() if options.k in f"{one.app} {one.name}"]
    outcomes = []
    for outcome in run(chosen):
        outcomes.append(outcome)
        _report(outcome, verbose=options.verbose)
    print("\n" + table((outcome.exchange, outcome.verdict) for outcome in outcomes))
    print("\n" + summary(outcomes))
    return int(any(outcome.verdict == "differ" for outcome in outcomes))


def summary(outcomes: list[Outcome]) -> str:
    """The one line."""
    count = Counter(outcome.verdict for outcome in outcomes)
    gaps = f", {count['known']} known gaps" if count["known"] else ""
    return f"{len(outcomes)} exchanges, {count['differ']} differ, {count['deliberate']} deliberate{gaps}"


def _report(outcome: Outcome, *, verbose: bool) -> None:
    exchange = outcome.exchange
    if outcome.verdict == "differ" or (verbose and outcome.verdict != "same"):
        print(f"\n{outcome.verdict.upper()} [{exchange.app}] {exchange.name}\n{outcome.text}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make conformance", description=__doc__)
    parser.add_argument("-k", default="", help="only exchanges with this text in app and name")
    parser.add_argument("--verbose", action="store_true", help="show deliberate differences and gaps too")
    parser.add_argument("--normalisations", action="store_true", help="list what is not compared, and why")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
