"""What the state guard costs in `lissome dev`: the demo, signed in, with the guard and without it, in turn.

Two servers live side by side on one core, each with a copy of examples/workspace. A round asks one for pages,
data, an endpoint or an action, request after request, then the other; the order changes from round to round.
Per round and server the median time of a request is taken, and the CPU time of the whole process tree (Python
and Vite) over the requests. The figures are the medians of the ratios within a round, with the least and the
most, and a verdict against the goal of 5 %. Writes `results/guard-dev.json`.
"""

import datetime as dt
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import click
import httpx
import psutil
from harness import usage
from harness.projects import BENCH
from harness.servers import Running, Server, running

DEMO = BENCH.parent / "examples" / "workspace"
LIMIT = 5.0  # per cent: what the guard may cost
LOGIN = {"email": "mara@workspace.example", "password": "quiet-harbour"}


@dataclass(frozen=True, slots=True)
class Ask:
    """A request, again and again. With a form it is an action."""

    case: str
    path: str
    form: dict[str, str] | None = None

    def send(self, client: httpx.Client) -> None:
        """Send it once."""
        if self.form is None:
            client.get(self.path).raise_for_status()
            return
        headers = {"origin": str(client.base_url).rstrip("/"), "accept": "application/json"}
        headers["x-sveltekit-action"] = "true"
        client.post(self.path, data=self.form, headers=headers).raise_for_status()


CASES = (
    Ask("page", "/users"),
    Ask("data", "/users/__data.json?x-sveltekit-invalidated=11"),
    Ask("endpoint", "/api/users"),
    Ask("action", "/settings?/appearance", {"theme": "dark", "density": "compact"}),
)


@dataclass(frozen=True, slots=True)
class Round:
    """One server and case in one round.

    Attributes:
        ms: the median time of a request.
        cpu_ms: CPU time per request of the whole tree.
    """

    ms: float
    cpu_ms: float


@dataclass(frozen=True, slots=True)
class Cost:
    """A case: times without the guard, and what the guard adds, in per cent (median, least, most)."""

    case: str
    ms: float
    cpu_ms: float
    added: tuple[float, float, float]
    added_cpu: tuple[float, float, float]

    @property
    def verdict(self) -> str:
        """Whether the goal is kept, in time and in CPU time; open when the rounds say both."""
        middle, least = max(self.added[0], self.added_cpu[0]), max(self.added[1], self.added_cpu[1])
        if middle <= LIMIT:
            return f"keeps {LIMIT:g} %"
        return f"over {LIMIT:g} %" if least > LIMIT else f"over {LIMIT:g} % in the median, not in all rounds"


@click.command(help=(__doc__ or "").split("\n\n", maxsplit=1)[0])
@click.option("--rounds", type=click.IntRange(2), default=9, show_default=True)
@click.option(
    "--requests", type=click.IntRange(10), default=150, show_default=True, help="Per round and case."
)
@click.option("--port", default=5530, show_default=True, help="The first of two.")
@click.option("--write/--no-write", default=True, show_default=True, help="Keep the figures.")
def main(*, rounds: int, requests: int, port: int, write: bool) -> None:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as servers:
        live = [
            servers.enter_context(signed_in(Path(folder) / name, port + offset, guard))
            for offset, (name, guard) in enumerate((("with", "--guard"), ("without", "--no-guard")))
        ]
        psutil.Process().cpu_affinity([1])
        costs = [measure(ask, live, rounds, requests) for ask in CASES]
    click.echo(
        "| request | ms without | added | CPU ms without | added | verdict |\n|---|--:|--:|--:|--:|---|"
    )
    for cost in costs:
        click.echo(describe(cost))
    if write:
        report = {"date": str(dt.datetime.now(dt.UTC).date()), "rounds": rounds, "requests": requests}
        report["costs"] = [{**asdict(cost), "verdict": cost.verdict} for cost in costs]
        (BENCH / "results" / "guard-dev.json").write_text(json.dumps(report, indent=2) + "\n")


@contextmanager
def signed_in(folder: Path, port: int, guard: str) -> Iterator[tuple[Running, httpx.Client]]:
    """The demo in `lissome dev`, and a client with a session there."""
    # hard links: Node would follow symbolic ones out of the folder
    shutil.copytree(DEMO, folder, copy_function=_link, ignore=_left_out, symlinks=True)
    subprocess.run([sys.executable, "seed.py"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    command = (sys.executable, "-m", "lissome", "dev", ".", "--port", str(port), guard)
    server = Server(folder.name, command, folder, port, {"ACTIVITY_DELAY": "0.0"})
    with running(server, core=0) as live, httpx.Client(base_url=server.url, trust_env=False) as client:
        client.timeout = httpx.Timeout(60)
        client.get("/login").raise_for_status()
        answer = client.post("/login", data=LOGIN, headers={"origin": server.url, "accept": "text/html"})
        if answer.status_code != httpx.codes.SEE_OTHER:
            raise click.ClickException(f"the demo answered {answer.status_code} to the login")
        yield live, client


def measure(ask: Ask, live: list[tuple[Running, httpx.Client]], rounds: int, requests: int) -> Cost:
    """Alternate between both servers; the first round warms up and does not count."""
    taken: list[list[Round]] = [[], []]
    for number in range(rounds + 1):
        for side in (0, 1) if number % 2 else (1, 0):
            round_ = one_round(ask, *live[side], requests)
            if number:
                taken[side].append(round_)
    with_guard, without = taken
    pairs = list(zip(with_guard, without, strict=True))
    return Cost(
        ask.case,
        statistics.median(one.ms for one in without),
        statistics.median(one.cpu_ms for one in without),
        spread([100 * (on.ms / off.ms - 1) for on, off in pairs]),
        spread([100 * (on.cpu_ms / off.cpu_ms - 1) for on, off in pairs]),
    )


def one_round(ask: Ask, server: Running, client: httpx.Client, requests: int) -> Round:
    """So many requests, one after the other."""
    times = []
    cpu = usage.cpu_seconds(server.process)
    for _ in range(requests):
        started = time.perf_counter()
        ask.send(client)
        times.append(time.perf_counter() - started)
    cpu = usage.cpu_seconds(server.process) - cpu
    return Round(1000 * statistics.median(times), 1000 * cpu / requests)


def spread(values: list[float]) -> tuple[float, float, float]:
    """Median, least and most."""
    return statistics.median(values), min(values), max(values)


def describe(cost: Cost) -> str:
    """A line of docs/reference/performance.md."""
    added, cpu = (
        f"{middle:+.1f} % ({least:+.1f} to {most:+.1f})"
        for middle, least, most in (cost.added, cost.added_cpu)
    )
    return f"| {cost.case} | {cost.ms:.1f} | {added} | {cost.cpu_ms:.1f} | {cpu} | {cost.verdict} |"


def _link(source: str, target: str) -> None:
    if "node_modules" in source:
        Path(target).hardlink_to(source)
    else:
        shutil.copy2(source, target)


def _left_out(folder: str, names: list[str]) -> set[str]:
    if "node_modules" in folder:
        return {".vite", ".vite-temp"} & set(names)
    return {name for name in names if name.startswith("workspace.db") or name in {"build", "__pycache__"}}


if __name__ == "__main__":
    main()
