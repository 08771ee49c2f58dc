"""Runs tools that take a while, and reports that they still run."""

from __future__ import annotations

import subprocess
import time
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

# Seconds between two reports.
HEARTBEAT: Final = 5.0


def run_tool(
    command: Sequence[str | Path], root: Path, env: Mapping[str, str], beat: Callable[[str], None]
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end, and capture its output.

    Args:
        command: program and arguments.
        root: the folder to run it in.
        env: its environment.
        beat: called every few seconds with the time since the start, such as ``10 s``.
    """
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=root, env=env, stdin=subprocess.DEVNULL, **pipes) as process:
        try:
            out, err = _outputs(process, beat)
        except BaseException:  # Ctrl-C: leave no process behind
            process.kill()
            raise
    return subprocess.CompletedProcess(command, process.returncode, out, err)


def _outputs(process: subprocess.Popen[str], beat: Callable[[str], None]) -> tuple[str, str]:
    started = time.monotonic()
    while True:
        try:
            return process.communicate(timeout=HEARTBEAT)
        except subprocess.TimeoutExpired:
            beat(f"{time.monotonic() - started:.0f} s")
