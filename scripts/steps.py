"""Long commands with progress, and a readable end when one fails.

Standard library only: this runs before anything is installed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

REPO = Path(__file__).resolve().parent.parent
VENV = REPO / ".venv"
LOGS = REPO / ".cache" / "logs"

HEARTBEAT_SECONDS = 5.0
LINES_SHOWN = 40


def venv_python() -> Path:
    """The Python of the project's own environment."""
    return VENV / "bin" / "python"


def say(text: str) -> None:
    """Print at once, in order with what the commands print."""
    print(text, flush=True)


def fail(what: str, advice: str) -> NoReturn:
    """End with what failed and what to do about it."""
    print(f"\nFAILED: {what}\n{advice}", file=sys.stderr, flush=True)
    sys.exit(1)


def run(main: Callable[[], None]) -> None:
    """Call a script's `main`; Ctrl-C is no error that deserves a traceback."""
    try:
        main()
    except KeyboardInterrupt:
        say("\nStopped.")
        sys.exit(130)


def step(
    title: str,
    command: Sequence[str | Path],
    *,
    advice: str,
    env: Mapping[str, str] | None = None,
    cwd: Path = REPO,
) -> None:
    """Run a command quietly: its title, a sign of life every few seconds, and all it said if it fails.

    Args:
        title: what is done, for example ``Installing Python packages``.
        command: program and arguments.
        advice: what to do when it fails.
        env: more environment variables.
        cwd: the folder to run it in.
    """
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"{title.lower().replace(' ', '-')}.log"
    say(f"{title} ...")
    started = time.monotonic()
    with log.open("wb") as output:
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=cwd,
            env={**os.environ, **(env or {})},
            stdout=output,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
        )
        code = _wait(process, log, started)
    if code != 0:
        print("\n".join(_lines(log)[-LINES_SHOWN:]), file=sys.stderr)
        fail(f"{title} (exit code {code}; everything it said is in {log.relative_to(REPO)})", advice)
    say(f"  done in {time.monotonic() - started:.1f} s")


def can_apt(*distributions: str) -> bool:
    """True if `apt_install` works on this machine, and it runs one of these distributions.

    Args:
        distributions: IDs as in os-release(5), such as ``debian``.
    """
    try:
        release = Path("/etc/os-release").read_text()
    except OSError:
        return False
    ids = {line.removeprefix("ID=").strip('"') for line in release.splitlines() if line.startswith("ID=")}
    return bool(ids & set(distributions)) and shutil.which("apt-get") is not None and _as_root() is not None


def apt_install(title: str, packages: Sequence[str], *, advice: str) -> None:
    """Install Debian packages, when `can_apt`."""
    apt = [*(_as_root() or ()), "env", "DEBIAN_FRONTEND=noninteractive"]
    apt += ["apt-get", "-o", "DPkg::Lock::Timeout=300"]
    step("Reading the list of Debian packages", [*apt, "update"], advice=advice)
    step(title, [*apt, "install", "-y", "--no-install-recommends", *packages], advice=advice)


def _as_root() -> tuple[str, ...] | None:
    """The words before a command that needs root; None where there are none.

    sudo only on a machine of CI, which is made for the run: on a developer's machine nothing is installed
    for all users without being asked.
    """
    if os.geteuid() == 0:
        return ()
    return ("sudo", "--non-interactive") if "CI" in os.environ and shutil.which("sudo") else None


def _wait(process: subprocess.Popen[bytes], log: Path, started: float) -> int:
    """Wait for the end, and show the last line of the log now and then."""
    try:
        while True:
            try:
                return process.wait(HEARTBEAT_SECONDS)
            except subprocess.TimeoutExpired:
                last = (_lines(log) or [""])[-1].strip()
                say(f"  {time.monotonic() - started:3.0f} s  {last[:90]}")
    except BaseException:  # Ctrl-C: leave no process behind
        process.kill()
        process.wait()
        raise


def _lines(log: Path) -> list[str]:
    return [line for line in log.read_text(errors="replace").replace("\r", "\n").splitlines() if line.strip()]
