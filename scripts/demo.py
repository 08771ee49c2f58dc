"""`make demo`: build the demo when its sources changed, fill its database, serve it."""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from steps import REPO, fail, run, say

APP = REPO / "examples" / "workspace"
STAMP = APP / "build" / "demo.stamp"

# What a build is made of: the app, our npm side, and what runs it.
SOURCES = (APP, REPO / "vite", REPO / "src" / "lissome" / "build")
NOT_SOURCES = {"node_modules", ".svelte-kit", ".lissome", "__pycache__"}


def main() -> None:
    """Everything from a set up repository to a running demo."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=_port, default=8000)
    options = parser.parse_args()
    _check_address(options.host, options.port)
    _build()
    _seed()
    # In place of this process: Ctrl-C then reaches the server alone, and nothing is left when it ends.
    arguments = ["serve", APP, "--host", options.host, "--port", options.port]
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "lissome", *map(str, arguments)])  # noqa: S606 - our own


def _port(text: str) -> int:
    if text.isdecimal() and 1 <= int(text) <= 65535:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text} is no port; a port is a number from 1 to 65535")


def _check_address(host: str, port: int) -> None:
    """Before the build: nobody should wait for a build to hear that the port is taken."""
    from lissome.bind_address import AddressError, check_address  # noqa: PLC0415 - a broken setup shows here

    try:
        check_address(host, port)
    except AddressError as failure:
        fail(str(failure).replace("--port ", "make demo PORT="), "Nothing was started.")


def _build() -> None:
    if STAMP.is_file() and STAMP.read_text() == _digest():
        say("The demo is built already")
        return
    started = time.monotonic()
    if subprocess.run([sys.executable, "-m", "lissome", "build", str(APP)], check=False).returncode != 0:
        fail(
            "the demo was not built", "The message above says why. After an interrupted download, try again."
        )
    STAMP.write_text(_digest())
    say(f"The demo is ready after {time.monotonic() - started:.0f} s")


def _seed() -> None:
    if subprocess.run([sys.executable, "seed.py"], cwd=APP, check=False).returncode != 0:
        fail(
            "the demo's database was not made", f"To start over, delete {APP.relative_to(REPO)}/workspace.db"
        )
    say("")


def _digest() -> str:
    """A hash of everything that the build is made of."""
    state = hashlib.sha256()
    for file in sorted(file for folder in SOURCES for file in _files(folder)):
        state.update(f"{file.relative_to(REPO)}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return state.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if (
            path.name in NOT_SOURCES
            or path == APP / "build"
            or ".db" in path.suffixes
            or path.name.startswith("workspace.db")
        ):
            continue
        if path.is_dir():
            yield from _files(path)
        else:
            yield path


if __name__ == "__main__":
    run(main)
