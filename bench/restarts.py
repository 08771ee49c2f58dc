"""Restart workers again and again while clients connect, and count the connections that come to nothing.

The basics app is served by `lissome serve` with two workers. Meanwhile clients open a connection for each
request; every other one hesitates between the connection and the request. Workers are sent SIGTERM one at a
time, are all reloaded, are replaced for their memory, and reload an app whose import takes six seconds.
None of these may cost a connection. Workers that are killed may cost what they had accepted. Fails otherwise,
and when the supervisor has more open files in the end than in the beginning.
"""

from __future__ import annotations

import random
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click
import psutil

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from fuzz import fresh

from lissome.cli.running_servers import running_servers
from support.apps import Apps
from support.newcomers import Newcomers
from support.processes import still_alive
from support.server import Server, running
from support.waiting import until

BENCH = Path(__file__).resolve().parent
BUILD = BENCH / "build" / "restarts"
CLIENTS = 6
KILLS = 8
"""More of them would only wait: the pause before the next start grows."""
SPARE_FILES = 4
SLOW = """
import time
from pathlib import Path

time.sleep(float((Path(__file__).parents[4] / "seconds").read_text()))
"""
ROUTE = Path("src", "routes", "api", "json", "+server.py")


@click.command(help=__doc__)
@click.option("--restarts", type=click.IntRange(1), default=50, show_default=True, help="Of each kind.")
@click.option("--connections", type=click.IntRange(1), default=1000, show_default=True, help="At least.")
@click.option("--seconds", type=click.IntRange(0), default=6, show_default=True, help="Of a slow import.")
@click.option("--seed", default=1, show_default=True)
def main(*, restarts: int, connections: int, seconds: int, seed: int) -> None:
    app = _build()
    choose = random.Random(seed)  # noqa: S311 - not for secrets
    wrong: list[str] = []
    with running(app, log_file=BUILD / "serve.log", workers=2) as server:
        until(lambda: len(workers(server)) == 2 and "serves" in server.log())
        files = psutil.Process(server.process.pid).num_fds()
        wrong += _play(
            "SIGTERM", server, lambda: _end_some(server, choose, restarts, signal.SIGTERM), connections
        )
        wrong += _play("reload", server, lambda: _reload(app, server, -(-restarts // 2)), connections)
        (app / "seconds").write_text(str(seconds))
        wrong += _play(f"an import of {seconds} s", server, lambda: _reload(app, server, 1), connections)
        (app / "seconds").write_text("0")
        _reload(app, server, 1)
        _play("SIGKILL", server, lambda: _end_some(server, choose, KILLS, signal.SIGKILL), connections)
        until(lambda: len(workers(server)) == 2)
        more = psutil.Process(server.process.pid).num_fds() - files
        click.echo(f"open files of the supervisor: {files}, and {more} more in the end")
        wrong += ["the supervisor keeps files open"] if more > SPARE_FILES else []
    with running(app, log_file=BUILD / "memory.log", workers=2, options=("--max-rss", "1")) as server:
        wrong += _play(
            "memory", server, lambda: until(lambda: server.log().count("it is replaced") > 4), connections
        )
    click.echo("\n".join(wrong) or "no connection was lost")
    sys.exit(1 if wrong else 0)


def _build() -> Path:
    built = Apps(BENCH.parent / "tests" / "apps", fresh(BUILD)).built("basics")
    app = BUILD / "restarts"
    shutil.copytree(built, app, ignore=shutil.ignore_patterns("node_modules", ".lissome", ".svelte-kit"))
    (app / "seconds").write_text("0")
    (app / ROUTE).write_text((app / ROUTE).read_text() + SLOW)
    return app


def workers(server: Server) -> list[psutil.Process]:
    """The workers that run."""
    return [process for process in server.process.members() if process.pid != server.process.pid]


def _play(name: str, server: Server, restart: Callable[[], object], connections: int) -> list[str]:
    """Restart workers among connections; say how these ended, and return what was wrong."""
    newcomers = Newcomers(int(server.url.rpartition(":")[2])).start(CLIENTS)
    started = time.monotonic()
    restart()
    until(lambda: newcomers.outcomes.total() >= connections)
    newcomers.stop()
    seconds = time.monotonic() - started
    click.echo(
        f"{name}: {newcomers.outcomes.total()} connections in {seconds:.0f} s: {_text(newcomers.outcomes)}"
    )
    return [f"{name}: {_text(Counter(newcomers.failures))}"] if newcomers.failures else []


def _text(outcomes: Counter[str]) -> str:
    return ", ".join(f"{outcome} x {count}" for outcome, count in sorted(outcomes.items()))


def _end_some(server: Server, choose: random.Random, count: int, number: signal.Signals) -> None:
    for _ in range(count):
        until(lambda: len(workers(server)) == 2)
        time.sleep(0.5 + choose.random())  # as a rule it serves by then
        victim = choose.choice(workers(server))
        victim.send_signal(number)
        still_alive([victim])


def _reload(app: Path, server: Server, count: int) -> None:
    for _ in range(count):
        record = next(running_servers(app))[1]
        server.process.popen.send_signal(signal.SIGHUP)
        until(partial(_is_reloaded, app, record.reloads))


def _is_reloaded(app: Path, reloads: int) -> bool:
    record = next(running_servers(app))[1]
    return record.reloads > reloads and not record.is_reloading


if __name__ == "__main__":
    main()
