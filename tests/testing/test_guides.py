"""The guides on testing and on the probe: their apps are built, their tests pass, their output is true."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from support.apps import Apps, build
from support.documents import blocks, in_order, write_app

pytestmark = [pytest.mark.node, pytest.mark.timeout(600)]


def written(guide: str, apps: Apps, repo: Path) -> Path:
    """The app of a guide, built."""
    app = apps.target / f"guide-of-{guide}"
    basics = apps.sources / "basics"
    app.mkdir()
    for file in ("package.json", "package-lock.json", "vite.config.js"):
        shutil.copy(basics / file, app)
    write_app(repo / "docs" / "guides" / f"{guide}.md", app)
    shutil.copy(basics / "src" / "app.html", app / "src")
    for page in (app / "src" / "routes").rglob("+page.server.py"):
        component = page.with_name("+page.svelte")
        if not component.exists():
            component.write_text("")
    built = apps.target / f"built-{guide}"
    # A copy outside of this repository, whose settings of pytest would be the app's.
    shutil.copytree(build(app), built, ignore=shutil.ignore_patterns("node_modules"))
    return built


def run(app: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *arguments], cwd=app, capture_output=True, text=True, check=False
    )


def test_the_tests_of_the_guide_pass(apps: Apps, repo: Path) -> None:
    app = written("testing", apps, repo)
    without = ("-p", "no:cacheprovider", "-p", "no:hypothesispytest")
    result = run(app, "pytest", "-q", *without, "--import-mode=importlib", "tests")
    assert result.returncode == 0, result.stdout + result.stderr
    assert "5 passed" in result.stdout


def test_the_probe_says_what_the_guide_says(apps: Apps, repo: Path) -> None:
    app = written("two-user-probe", apps, repo)
    guide = repo / "docs" / "guides" / "two-user-probe.md"
    shown = next(block for block in blocks(guide) if block.language == "console")
    command, _, output = shown.text.partition("\n")
    result = run(app, "lissome", *command.removeprefix("$ lissome ").split())
    assert result.returncode == 1, result.stderr
    parts = [part.strip("\n") for line in output.splitlines() for part in line.split("…") if part.strip()]
    assert in_order(parts, result.stdout), result.stdout
