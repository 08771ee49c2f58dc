"""Load on one core: wrk, told to print its figures as JSON."""

import json
import os
import resource
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

SCRIPT = Path(__file__).parents[1] / "wrk.lua"

# What a browser sends with a navigation, cookies and compression left out.
HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "en",
    "User-Agent": "bench",
}


class LoadError(Exception):
    """The load generator is missing, or what it measured must not be used."""


@dataclass(frozen=True, slots=True)
class Load:
    """How hard to press."""

    core: int
    connections: int


@dataclass(frozen=True, slots=True)
class Result:
    """What the load generator saw."""

    requests: int
    seconds: float
    p50_ms: float
    p99_ms: float
    cpu_share: float
    """Share of its core that the generator itself used, 0 to 1."""


def ensure_wrk() -> None:
    """Install wrk where that takes no question (root on Debian).

    Raises:
        LoadError: wrk is missing and has to be installed by hand.
    """
    if shutil.which("wrk"):
        return
    if shutil.which("apt-get") and os.geteuid() == 0:
        print("installing wrk (the load generator) with apt-get")
        subprocess.run(["apt-get", "install", "-y", "-q", "wrk"], stdout=subprocess.DEVNULL, check=False)
    if not shutil.which("wrk"):
        raise LoadError(
            "The bench needs `wrk`, which is not installed.\n"
            "  Debian, Ubuntu:  sudo apt-get install wrk\n"
            "  Fedora:          sudo dnf install wrk\n"
            "  macOS:           not supported: the bench pins processes with taskset"
        )


def press(url: str, seconds: int, load: Load) -> Result:
    """Send requests over `load.connections` kept-alive connections for some seconds.

    Raises:
        LoadError: A request failed or was answered with a status above 399.
    """
    before = _children_seconds()
    done = subprocess.run(_command(url, seconds, load), capture_output=True, text=True, check=False)
    cpu = _children_seconds() - before
    if done.returncode != 0:
        raise LoadError(f"wrk ended with {done.returncode}: {done.stderr.strip() or done.stdout.strip()}")
    return parse(done.stdout, cpu, url)


def _command(url: str, seconds: int, load: Load) -> list[str]:
    headers = [part for name, value in HEADERS.items() for part in ("-H", f"{name}: {value}")]
    wrk = ["wrk", "-t", "1", "-c", str(load.connections), "-d", f"{seconds}s", "-s", str(SCRIPT)]
    return ["taskset", "-c", str(load.core), *wrk, *headers, url]


def _children_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def parse(output: str, cpu_seconds: float, url: str) -> Result:
    """Read the last line of wrk's output, where `wrk.lua` writes.

    Raises:
        LoadError: As for `press`.
    """
    figures = json.loads(output.strip().splitlines()[-1])
    if figures["failed"] or not figures["requests"]:
        raise LoadError(
            f"{figures['failed']} of {figures['requests']} requests to {url} failed: nothing was measured."
        )
    seconds = figures["duration_us"] / 1e6
    return Result(
        figures["requests"],
        seconds,
        figures["p50_us"] / 1e3,
        figures["p99_us"] / 1e3,
        cpu_seconds / seconds,
    )
