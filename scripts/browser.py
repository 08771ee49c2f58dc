"""`make browser`: a Chromium or Chrome for the browser tests, installed when the machine has none."""

from __future__ import annotations

import sys

from steps import REPO, apt_install, can_apt, run, say, step, venv_python

sys.path.insert(0, str(REPO / "tests"))

from support.browser import find_browser  # the tests' own rule decides

MANUALLY = "Install Chromium or Chrome by hand, so that `chromium` or `google-chrome` is in PATH."


def main() -> None:
    """Install a browser unless there is one."""
    if find_browser() is not None:
        return
    if can_apt("debian"):  # Ubuntu's Chromium is a snap, which runs in no container
        apt_install("Installing Chromium", ["chromium", "fonts-liberation"], advice=MANUALLY)
    else:
        download = [str(venv_python()), "-m", "playwright", "install", "chromium"]
        step("Downloading Chromium for Playwright", download, advice=MANUALLY)
    if find_browser() is None:
        say(f"No browser was found after the installation. {MANUALLY}")
        sys.exit(1)


if __name__ == "__main__":
    run(main)
