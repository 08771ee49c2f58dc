"""What one component can do to other users: the same three pages on lissome and on SvelteKit on Node.

- `cart` keeps what each user puts into it at the top of a module. What does the third user see?
- `loop` never ends. Does the server answer others meanwhile, and what becomes of the request?
- `fill` allocates without end. Does the process live, and does it answer others afterwards?

Each trial has a server of its own, started as in run.py; Node gets a heap limit of 512 MB, because by default
it would take gigabytes on a large machine before the same thing happens. Writes `results/isolation.json`.
"""

import datetime as dt
import json
import re
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import httpx
import psutil
from harness import contenders
from harness.machine import machine, versions
from harness.projects import BENCH, build_kit, build_lissome
from harness.servers import Running, Server, running
from rich.console import Console
from rich.table import Table

USERS = ("ann", "ben", "cara")
PATIENCE = 5.0
"""Seconds that another user waits for an answer while a component misbehaves."""
END = 30.0
"""Seconds after which a request that got no answer is given up."""

console = Console()


@click.command(help=(__doc__ or "").split("\n\n", maxsplit=1)[0])
@click.option(
    "--port", type=click.IntRange(1024, 65000), default=23510, show_default=True, help="First of 2."
)
@click.option("--build/--no-build", default=True, show_default=True, help="Build both projects first.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Where the result file goes.")
def main(*, port: int, build: bool, output: Path | None) -> None:
    servers = prepare(port, build=build)
    result = {
        "machine": machine(),
        "versions": versions(servers["adapter-node"].cwd),
        "date": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "trials": {
            side: {name: run(server, trial) for name, trial in TRIALS.items()}
            for side, server in servers.items()
        },
    }
    show(result)
    (output or BENCH / "results" / "isolation.json").write_text(json.dumps(result, indent=1) + "\n")


def prepare(port: int, *, build: bool) -> dict[str, Server]:
    """Build the two projects and return their servers."""
    lissome = build_lissome() if build else BENCH / "build" / "lissome"
    kit = build_kit() if build else BENCH / "build" / "kit"
    theirs = contenders.kit(kit, port + 1)
    limited = replace(theirs, env={**theirs.env, "NODE_OPTIONS": "--max-old-space-size=512"})
    return {"lissome": contenders.lissome(lissome, port), "adapter-node": limited}


def cart(live: Running) -> dict[str, Any]:
    """Three users put something into a cart; return what the third one is shown."""
    pages = [get(live, f"/cart?user={user}")["body"] for user in USERS]
    found = re.search(r'<p id="cart">(.*?)</p>', pages[-1], re.DOTALL)
    shown = re.sub("<!--.*?-->", "", found[1]) if found else ""
    return {"third_user_sees": shown, "others_secrets": sum(user in shown for user in USERS[:-1])}


def misbehave(live: Running, path: str) -> dict[str, Any]:
    """Ask for a page that misbehaves; return what became of it, of others, and of the process."""
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(get, live, path, END)
        time.sleep(0.3)
        meanwhile = get(live, "/", PATIENCE)
        itself = asked.result()
    afterwards = get(live, "/", PATIENCE)
    return {
        "itself": described(itself),
        "others_meanwhile": described(meanwhile),
        "others_afterwards": described(afterwards),
        "process_lives": live.process.is_running() and live.process.status() != psutil.STATUS_ZOMBIE,
    }


TRIALS: dict[str, Callable[[Running], dict[str, Any]]] = {
    "cart": cart,
    "loop": lambda live: misbehave(live, "/loop"),
    "fill": lambda live: misbehave(live, "/fill"),
}


def run(server: Server, trial: Callable[[Running], dict[str, Any]]) -> dict[str, Any]:
    """Run one trial on a server of its own."""
    with running(server, core=0) as live:
        get(live, "/")
        return trial(live)


def get(live: Running, path: str, seconds: float = PATIENCE) -> dict[str, Any]:
    """Return status, body and seconds of a request; the status is 0 when there was no answer."""
    start = time.perf_counter()
    try:
        answer = httpx.get(live.server.url + path, timeout=seconds, trust_env=False)
        status, body = answer.status_code, answer.text
    except httpx.TransportError as failure:
        status, body = 0, type(failure).__name__
    return {"status": status, "body": body, "seconds": time.perf_counter() - start}


def described(answer: dict[str, Any]) -> str:
    """Say in a few words what a request came to."""
    if answer["status"]:
        return f"{answer['status']} after {answer['seconds']:.2f} s"
    if answer["body"] == "ReadTimeout":
        return f"no answer within {answer['seconds']:.0f} s"
    return f"connection lost after {answer['seconds']:.1f} s ({answer['body']})"


def show(result: dict[str, Any]) -> None:
    """Print the table."""
    table = Table("trial", "", *result["trials"], box=None, pad_edge=False)
    for row in rows(result):
        table.add_row(*row)
    console.print(table)


def rows(result: Mapping[str, Any]) -> list[list[str]]:
    """Return the rows of the table: the trial, what was looked at, and what each side did."""
    sides = list(result["trials"].values())
    names = {key: key.replace("_", " ") for side in sides for trial in side.values() for key in trial}
    return [
        [f"`{trial}`", names[key], *(shown(side[trial][key]) for side in sides)]
        for trial in TRIALS
        for key in sides[0][trial]
    ]


def shown(value: object) -> str:
    """Write a figure for people."""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


if __name__ == "__main__":
    main()
