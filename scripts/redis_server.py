"""`make redis`: a Redis server for the tests of shared caches, installed when the machine has none."""

from __future__ import annotations

import os
import shutil
import sys

from steps import REPO, apt_install, can_apt, run, say, step

sys.path.insert(0, str(REPO / "tests"))

from support.redis import MISSING, find_redis  # the tests' own rule decides

MANUALLY = "Install Redis or Valkey by hand, so that `redis-server` or `valkey-server` is in PATH."


def main() -> None:
    """Install a Redis server unless there is one. Without it, some tests are skipped."""
    if find_redis() is not None:
        return
    if can_apt("debian", "ubuntu"):
        apt_install("Installing Redis", ["redis-server"], advice=MANUALLY)
    elif "CI" in os.environ and (brew := shutil.which("brew")):  # CI's macOS; see `can_apt` for the reason
        step("Installing Redis", [brew, "install", "redis"], advice=MANUALLY)
    else:
        say(f"{MISSING} {MANUALLY}")


if __name__ == "__main__":
    run(main)
