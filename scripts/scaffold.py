"""`make scaffold`: what `lissome new` makes, used as a user would, from the wheel.

For each template: how long it takes from nothing to the first page, the project's own checks and tests, four
type checkers, and, for the first one, the add-ons of `npx sv add`. All of it happens outside of the
repository. Tools that only this script needs are pinned here and kept in .cache/scaffold.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

import scaffold_addons
from release_check import AMBIENT, only
from scaffold_project import Project, has_sync
from steps import REPO, run, say, step

from support.browser import find_browser

TOOLS = ("uv==0.13.9", "ty==0.0.108", "pyright==1.1.414", "pyrefly==1.5.0")
CACHE = REPO / ".cache" / "scaffold"
TITLES = {"minimal": "Hello, stranger!", "demo": "Notes that only you can read."}


def main() -> None:
    """Make and check both templates; the first thing that is wrong ends it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--template", choices=TITLES, help="only this one")
    parser.add_argument("--keep", type=Path, help="make the projects in this folder, and leave them there")
    options = parser.parse_args()
    for name in AMBIENT & os.environ.keys():
        del os.environ[name]
    tools = install_tools()
    with tempfile.TemporaryDirectory(prefix="lissome-scaffold-") as temporary:
        folder = (options.keep or Path(temporary)).resolve()
        wheel = build_wheel(folder / "dist")
        for template in [options.template] if options.template else TITLES:
            project = make(folder, wheel, tools, template)
            check(project, tools)
            if template == "minimal":
                scaffold_addons.check(project)
    say("Everything holds.")


def install_tools() -> Path:
    """Return the folder of the programs that only this script needs."""
    python = CACHE / "bin" / "python"
    stamp = CACHE / "installed"
    if not stamp.is_file() or stamp.read_text() != " ".join(TOOLS):
        step("Making an environment for tools", [sys.executable, "-m", "venv", CACHE], advice="Disk full?")
        step("Installing uv and type checkers", [python, "-m", "pip", "install", *TOOLS], advice="Network?")
        stamp.write_text(" ".join(TOOLS))
    return python.parent


def build_wheel(folder: Path) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    step("Building the wheel", command, advice="See pyproject.toml.")
    return only(folder, "*.whl")


def make(folder: Path, wheel: Path, tools: Path, template: str) -> Project:
    """Make a project with uvx, install its packages, and get its first page; says how long that took."""
    target = folder / f"{template}-app"
    environment = {
        "PATH": os.pathsep.join([str(target / ".venv" / "bin"), str(tools), os.defpath]),
        "UV_FIND_LINKS": str(wheel.parent),
        "UV_PYTHON": sys.executable,
        "CHROMIUM": find_browser() or "",
    }
    started = time.monotonic()
    command = ("uvx", "--from", str(wheel), "lissome", "new", target.name, "--template", template)
    Project(folder, template, environment).step("Making it with uvx", *command, "--tests", "--docker")
    project = Project(target, template, environment)
    # uv may know another wheel of this version, from an earlier run.
    project.step("Installing Python packages", "uv", "sync", "--refresh-package", "lissome")
    if template == "demo":
        project.step("Making the tables", "alembic", "upgrade", "head")
    with project.served("dev") as get:
        get("/", TITLES[template])
        say(f"  measured: from nothing to the first page in {time.monotonic() - started:.1f} s")
    return project


def check(project: Project, tools: Path) -> None:
    """Run what a new project has to pass: its own scripts and tests, and four type checkers."""
    project.step("Building", "lissome", "build")
    if has_sync():
        project.step("Checking the Svelte side", "npm", "run", "check")
    project.step("Linting with ruff and mypy", "npm", "run", "lint")
    for checker in (("ty", "check"), ("pyright",), ("pyrefly", "check")):
        project.step(f"Checking types with {checker[0]}", str(tools / checker[0]), *checker[1:])
    project.step("Running its tests", "pytest")
    with project.served("serve") as get:
        get("/", TITLES[project.template])


if __name__ == "__main__":
    run(main)
