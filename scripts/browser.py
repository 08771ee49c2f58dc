"""`make browser`: a browser for the tests; on Debian, Chromium's headless shell."""

from __future__ import annotations

import shutil
import sys
from contextlib import nullcontext, suppress

from steps import REPO, apt_install, can_apt, run, say, step, venv_python

sys.path.insert(0, str(REPO / "tests"))

from support.browser import SHELL, find_browser  # the tests' own rule decides

MANUALLY = f"Install Chromium or Chrome by hand, so that `{SHELL}`, `chromium` or `google-chrome` is in PATH."


def main() -> None:
    """Install the headless shell with apt, or else Playwright's Chromium unless there is a browser."""
    if shutil.which(SHELL):
        return
    other = find_browser()
    if can_apt("debian"):  # Ubuntu's Chromium is a snap, which runs in no container
        with suppress(SystemExit) if other else nullcontext():
            apt_install("Installing Chromium", [SHELL, "fonts-liberation"], advice=MANUALLY)
    elif other is None:
        download = [str(venv_python()), "-m", "playwright", "install", "chromium"]
        step("Downloading Chromium for Playwright", download, advice=MANUALLY)
    if find_browser() is None:
        say(f"No browser was found after the installation. {MANUALLY}")
        sys.exit(1)


if __name__ == "__main__":
    run(main)
