"""Measure what changed since a commit: `make bench AGAINST=HEAD~1`.

Serves the bench app with the lissome of that commit and with that of the working tree, uncommitted changes
included, in the same run: rounds alternate, the ratio is formed within each, and both are started for each.
A case is slower when the median of its ratios is below 0.97; a case whose quartiles lie more than 6 % apart
is measured again, three times at most, and then counts as too noisy. Ends with 0 when no case is slower, 1
when one is, and 3 when that could not be told. The method stands in docs/reference/performance.md.
"""

import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import FrameType

import click
import httpx
from harness import cases, commits, contenders, same, verdicts
from harness.commits import Commit, CommitError
from harness.load import Load, LoadError, ensure_wrk
from harness.machine import machine, tree_commit, wrk_version
from harness.projects import BuildError, build_lissome
from harness.rounds import Plan, WarmUp, joined, measure, order
from harness.servers import Server, ServerError
from harness.verdicts import Outcome, Run
from rich.console import Console

CONNECTIONS = 16
UNDECIDED = 3
# Each round has processes of its own: of the same code, one is up to 4 % faster than another for as long as
# it lives. Python has no compiler that has to settle, so they need not be pressed for long before.
WARM_UP = WarmUp(slice_seconds=1, most_slices=20)
APART = f"{verdicts.TOO_WIDE:.0%} of the median"

console = Console(width=None if sys.stdout.isatty() else 120, highlight=False)


def say(text: str, style: str = "") -> None:
    """Print a line as it is."""
    console.print(text, style=style, markup=False, soft_wrap=True)


def chosen(_context: click.Context, _parameter: click.Parameter, value: str | None) -> tuple[cases.Case, ...]:
    """Read `--cases`.

    Raises:
        click.BadParameter: There is no case of that name.
    """
    names = tuple(name.strip() for name in (value or "").split(",") if name.strip())
    known = [case.name for case in cases.CASES]
    for name in names:
        if name not in known:
            raise click.BadParameter(f"{name!r} is no case. There are {', '.join(known)}.")
    return cases.pick(names)


@click.command(help=__doc__)
@click.argument("revision", metavar="COMMIT")
@click.option("--cases", "picked", metavar="NAME,NAME", callback=chosen, help="[default: all of them]")
@click.option("--rounds", type=click.IntRange(3, 99), default=9, show_default=True, help="Rounds per case.")
@click.option("--seconds", type=click.IntRange(1, 60), default=3, show_default=True, help="Their length.")
@click.option("--port", type=click.IntRange(1024, 65000), default=5520, show_default=True, help="First of 2.")
def main(*, revision: str, picked: tuple[cases.Case, ...], rounds: int, seconds: int, port: int) -> None:
    signal.signal(signal.SIGTERM, _end)
    plan = Plan(rounds, seconds, WARM_UP, server_core=0, load=Load(core=1, connections=CONNECTIONS))
    try:
        sys.exit(run(revision, picked, plan, port))
    except (CommitError, BuildError, LoadError) as problem:
        say(str(problem), "red")
        sys.exit(UNDECIDED)
    except KeyboardInterrupt:
        say("stopped; nothing was decided")
        sys.exit(130)


def _end(_number: int, _frame: FrameType | None) -> None:
    """Turn a request to end into an exception, so that the servers are stopped on the way out."""
    raise KeyboardInterrupt


@dataclass(frozen=True, slots=True)
class Sides:
    """The two servers that are compared, and what a reader must know of them."""

    tree: Server
    commit: Server
    notes: list[str] = field(default_factory=list)

    def note(self, text: str) -> None:
        """Keep a remark for the end of the report, once."""
        if text not in self.notes:
            self.notes.append(text)


def run(revision: str, picked: tuple[cases.Case, ...], plan: Plan, port: int) -> int:
    """Set both sides up, measure, print the report; return the exit code.

    Raises:
        CommitError, BuildError, LoadError: Nothing can be measured, and why.
    """
    ensure_wrk()
    commit = commits.find(revision)
    started = facts(commit, plan)
    say(started)
    sides = prepare(commit, port)
    before = commits.fingerprint()
    names = ", ".join(case.name for case in picked)
    say(f"Measuring {names}: about {minutes(plan, len(picked))} min, longer where it is noisy")
    outcomes = [measure_case(case, sides, plan) for case in picked]
    if commits.fingerprint() != before:
        sides.note("src or vite changed while this ran: the cases did not measure the same working tree.")
    say(f"\n{started}\n")
    print(verdicts.markdown(outcomes), flush=True)
    for note in [*sides.notes, *(f"{each.case.title}: {each.problem}" for each in outcomes if each.problem)]:
        say(f"\n{note}", "yellow")
    return conclude(outcomes)


def facts(commit: Commit, plan: Plan) -> str:
    """Return what is measured, and on what."""
    host = machine()
    load = ", ".join(f"{value:.2f}" for value in os.getloadavg())
    return (
        f"Working tree {tree_commit()} against {commit.short} ({commit.subject}); "
        f"{plan.rounds} rounds of {plan.seconds} s per side and case, {plan.load.connections} connections, "
        f"wrk {wrk_version()}.\n"
        f"{host['cpu']}, {host['cores']} cores, {host['memory_gb']} GB, {host['kernel']}; "
        f"load average {load} at start."
    )


def minutes(plan: Plan, count: int) -> int:
    """Return about how long it takes: each round, and 10 s for two starts and warm-ups."""
    return round(count * plan.rounds * (2 * plan.seconds + 10) / 60) or 1


def prepare(commit: Commit, port: int) -> Sides:
    """Set the commit up, and build the bench app with both sides' own lissome.

    Raises:
        CommitError, BuildError: A side cannot be set up or built.
    """
    say(f"Setting up {commit.short} in {commit.folder.relative_to(commits.REPO)}")
    source = commits.unpack(commit, commit.folder / "source")
    python = commits.set_up(commit, source)
    say("Building the bench app with the working tree's lissome")
    mine = build_lissome(builds=commits.KEPT / "tree")
    say(f"Building the bench app with the lissome of {commit.short}")
    other, notes = build_other(str(python), source, commit)
    changed = verdicts.changed_packages(commits.packages(python), commits.packages(Path(sys.executable)))
    return Sides(
        contenders.lissome(mine, port, name="tree"),
        contenders.lissome(other, port + 1, str(python), name="commit"),
        notes + changed,
    )


def build_other(python: str, source: Path, commit: Commit) -> tuple[Path, list[str]]:
    """Build the working tree's bench app with another lissome, or else the app that came with that one.

    Returns:
        The project, and what there is to say of it.

    Raises:
        BuildError: It can build neither.
    """
    try:
        return build_lissome(python, builds=commit.folder), []
    except BuildError as problem:
        own = source / "bench" / "app"
        if not (own / "lissome").is_dir():
            raise
        note = f"{commit.short} cannot build the working tree's bench/app, so it served the one of its own."
        say(f"{note}\n{problem}", "yellow")
        return build_lissome(python, own, commit.folder), [note]


def measure_case(case: cases.Case, sides: Sides, plan: Plan) -> Outcome:
    """Measure one case until it is quiet enough; a case that fails leaves the others their turn."""
    say(f"{case.title}:")
    runs: list[Run] = []

    def once() -> Run:
        runs.append(measure_once(case, sides, plan))
        return runs[-1]

    try:
        verdicts.until_quiet(once, refuse)
    except (LoadError, ServerError, same.UnequalError) as problem:
        say(f"  {problem}", "red")
        return Outcome(case, tuple(runs), str(problem))
    outcome = Outcome(case, tuple(runs))
    say(f"  {told(runs[-1])}: {outcome.verdict}")
    return outcome


def measure_once(case: cases.Case, sides: Sides, plan: Plan) -> Run:
    """Measure all rounds of one case, each with servers that are started afresh."""

    def compare(case: cases.Case, answer: httpx.Response, first: httpx.Response) -> None:
        # A change may mean to answer differently, so a reader is told, and decides.
        for line in same.differences(case, answer, first):
            sides.note(f"{case.title}: the commit's answer and the working tree's differ in {line}")

    with console.status(case.title) as status:
        progress: Callable[[str], None] = status.update if console.is_terminal else _progress
        parts = []
        for number in range(plan.rounds):
            servers = [(sides.tree, sides.commit)[index] for index in order(2, number)]
            measured = measure(case, servers, replace(plan, rounds=1), progress, compare)
            parts.append([measured[index] for index in order(2, number)])
    tree, commit = (joined(side) for side in zip(*parts, strict=True))
    return verdicts.paired(tree, commit)


def _progress(text: str) -> None:
    say(f"  {text}")


def refuse(run: Run, left: int) -> None:
    """Say why a run is not accepted."""
    say(f"  {told(run)}: the quartiles are more than {APART} apart; again, at most {left} more", "yellow")


def told(run: Run) -> str:
    """Return a run's ratio in words, and how much of the server's core it did not have."""
    ratio = run.ratio
    figures = f"tree / commit {ratio.median:.3f}, quartiles {ratio.low:.3f} to {ratio.high:.3f}"
    return f"{figures} ({run.others_share:.0%} of the server's core went to others)"


def conclude(outcomes: list[Outcome]) -> int:
    """Say what the table means; return the exit code."""
    code = verdicts.exit_code(outcomes)
    meaning, style = {
        0: ("No case is slower.", "green"),
        1: (f"A case is slower: the median of its ratios is below {verdicts.NOT_SLOWER}.", "red"),
        UNDECIDED: (
            "Undecided: try again on a quieter machine, or with longer rounds (--seconds).",
            "yellow",
        ),
    }[code]
    say(f"\n{meaning}", style)
    return code


if __name__ == "__main__":
    main()
