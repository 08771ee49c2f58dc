"""`make browser`: a Chromium or Chrome for the browser tests, installed when the machine has none."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from steps import REPO, run, say, step, venv_python

sys.path.insert(0, str(REPO / "tests"))

from support.browser import find_browser  # the tests' own rule decides

MANUALLY = "Install Chromium or Chrome by hand, so that `chromium` or `google-chrome` is in PATH."


def main() -> None:
    """Install a browser unless there is one."""
    if find_browser() is not None:
        return
    if _is_debian_root():
        apt = ["apt-get", "-o", "DPkg::Lock::Timeout=300"]
        quiet = {"DEBIAN_FRONTEND": "noninteractive"}
        step("Reading the list of Debian packages", [*apt, "update"], advice=MANUALLY, env=quiet)
        packages = ["install", "-y", "--no-install-recommends", "chromium", "fonts-liberation"]
        step("Installing Chromium", [*apt, *packages], advice=MANUALLY, env=quiet)
    else:
        download = [str(venv_python()), "-m", "playwright", "install", "chromium"]
        step("Downloading Chromium for Playwright", download, advice=MANUALLY)
    if find_browser() is None:
        say(f"No browser was found after the installation. {MANUALLY}")
        sys.exit(1)


def _is_debian_root() -> bool:
    """Ubuntu has apt, too, but its package is a snap, which does not run in containers."""
    try:
        release = Path("/etc/os-release").read_text()
    except OSError:
        return False
    is_debian = any(line.strip() == "ID=debian" for line in release.splitlines())
    return is_debian and os.geteuid() == 0 and shutil.which("apt-get") is not None


if __name__ == "__main__":
    run(main)
