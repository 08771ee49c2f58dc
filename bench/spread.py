"""Compare how connections divide between workers: with a listening socket for each, and with one for all.

The basics app is served by `lissome serve`, with its own sockets, and with one socket as a service manager
passes it. Clients ask an endpoint that computes for two milliseconds, each time over a new connection, or all
the time over the same. Prints the share of the busiest worker, which is 1 divided by the workers at best.
"""

from __future__ import annotations

import asyncio
import shutil
import socket
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from fuzz import fresh

from support.apps import Apps
from support.ports import free_port
from support.processes import Process
from support.waiting import until

BENCH = Path(__file__).resolve().parent
BUILD = BENCH / "build" / "spread"
ROUTE = Path("src", "routes", "api", "json", "+server.py")
CODE = """
import os, time

def GET(event):
    end = time.perf_counter() + 0.002
    while time.perf_counter() < end:
        pass
    return {"pid": os.getpid()}
"""
ACTIVATED = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ.update(LISTEN_FDS="1", LISTEN_PID=str(os.getpid()))
os.execv(sys.executable, [sys.executable, "-m", "lissome", *sys.argv[2:]])
"""
REQUEST = b"GET /api/json HTTP/1.1\r\nhost: localhost\r\n%s\r\n"
CLOSE = b"connection: close\r\n"


@click.command(help=__doc__)
@click.option("--requests", type=click.IntRange(100), default=2000, show_default=True)
@click.option("--rounds", type=click.IntRange(1), default=3, show_default=True)
def main(*, requests: int, rounds: int) -> None:
    app = _build()
    for workers in (2, 4):
        for is_shared in (False, True):
            for keep in (False, True):
                for clients in (8, 64):
                    with _serve(app, workers, is_shared=is_shared) as port:
                        runs = [asyncio.run(_load(port, clients, requests, keep=keep)) for _ in range(rounds)]
                    what = f"{clients} {'kept' if keep else 'new'} connections"
                    how = "one socket" if is_shared else "own sockets"
                    click.echo(f"{workers} workers, {how}, {what}: " + "; ".join(runs))


def _build() -> Path:
    built = Apps(BENCH.parent / "tests" / "apps", fresh(BUILD)).built("basics")
    app = BUILD / "spread"
    shutil.copytree(built, app, ignore=shutil.ignore_patterns("node_modules", ".lissome", ".svelte-kit"))
    (app / ROUTE).write_text(CODE)
    return app


@contextmanager
def _serve(app: Path, workers: int, *, is_shared: bool) -> Iterator[int]:
    """`lissome serve`; yields the port."""
    options = ["serve", str(app), "--workers", str(workers)]
    with socket.create_server(("127.0.0.1", 0), backlog=4096) as listener:
        port = listener.getsockname()[1] if is_shared else free_port()
        if is_shared:
            command = [sys.executable, "-c", ACTIVATED, str(listener.fileno()), *options]
        else:
            command = [sys.executable, "-m", "lissome", *options, "--port", str(port)]
        process = Process.start(command, log_file=BUILD / "log", pass_fds=(listener.fileno(),))
        try:
            until(lambda: "serves" in process.log())
            time.sleep(2)  # for the other workers
            yield port
            process.stop()
        finally:
            process.kill()


async def _load(port: int, clients: int, requests: int, *, keep: bool) -> str:
    """Ask, and describe the answers."""
    answers: Counter[bytes] = Counter()
    seconds: list[float] = []
    started = time.perf_counter()
    each = requests // clients
    await asyncio.gather(*(_ask(port, each, answers, seconds, keep=keep) for _ in range(clients)))
    duration = time.perf_counter() - started
    seconds.sort()
    share = max(answers.values()) / answers.total()
    late = seconds[len(seconds) * 99 // 100]
    return f"busiest {share:.0%}, {answers.total() / duration:.0f}/s, 99 % within {late * 1000:.0f} ms"


async def _ask(port: int, count: int, answers: Counter[bytes], seconds: list[float], *, keep: bool) -> None:
    reader = writer = None
    for _ in range(count):
        started = time.perf_counter()
        if reader is None or writer is None:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(REQUEST % (b"" if keep else CLOSE))
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        answers[await reader.readexactly(length)] += 1
        seconds.append(time.perf_counter() - started)
        if not keep:
            writer.close()
            reader = writer = None


if __name__ == "__main__":
    main()
