"""`make setup`: a virtual environment with exactly the locked packages, and lissome itself, editable.

Does nothing when nothing changed: a stamp holds hashes of what was installed. With `--this-version`, an
environment of another version of Python than the one that runs this script is made anew.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

from steps import REPO, VENV, fail, run, say, step, venv_python

LOCK = REPO / "requirements" / "dev.txt"
PROJECT = REPO / "pyproject.toml"
STAMP = VENV / "lissome-setup.json"

# pip's own settings on a machine must not add packages or indexes to a locked set. (A mirror that is
# configured as the index stays in use: the hashes in the lock file vouch for what it serves.)
PIP_ENV = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}

NETWORK = (
    "If the machine is offline or behind a proxy, set HTTPS_PROXY, or PIP_INDEX_URL for a mirror, and run\n"
    "`make setup` again. If a hash does not match, the mirror serves other files than the lock file names.\n"
    "`make clean` starts from nothing."
)


def main() -> None:
    """Bring .venv up to date."""
    wanted = {"packages": _digest(LOCK), "project": _digest(PROJECT)}
    found = _installed()
    is_wanted_version = "--this-version" not in sys.argv[1:] or _has_this_version()
    if found == wanted and is_wanted_version and venv_python().exists():
        return
    if not is_wanted_version or not _runs():
        _make_venv()
        found = {}
    pip: list[str | Path] = [venv_python(), "-m", "pip", "install", "--progress-bar", "off"]
    if found.get("packages") != wanted["packages"]:
        locked = [*pip, "--require-hashes", "--no-deps", "-r", LOCK]
        step("Installing Python packages", locked, advice=NETWORK, env=PIP_ENV)
    editable = [*pip, "--no-deps", "--no-build-isolation", "-e", REPO]
    step("Installing lissome", editable, advice="pyproject.toml may be damaged.", env=PIP_ENV)
    STAMP.write_text(json.dumps(wanted))


def _installed() -> dict[str, str]:
    try:
        stamp: dict[str, str] = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    return stamp


def _has_this_version() -> bool:
    """True if the environment was made by a Python of the version that runs this script.

    Read from the folder names, so that a set up environment costs no process.
    """
    return (VENV / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}").is_dir()


def _runs() -> bool:
    """True if the environment's Python works; an upgrade of the system's Python leaves it broken."""
    is_new_enough = "import sys; sys.exit(sys.version_info < (3, 11))"
    try:
        subprocess.run([venv_python(), "-c", is_new_enough], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def _make_venv() -> None:
    if VENV.exists():
        say("Starting .venv over: its Python is gone, too old or of another version")
        shutil.rmtree(VENV)
    try:
        import ensurepip  # noqa: F401, PLC0415 - Debian leaves it out of python3
    except ImportError:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        fail(
            f"{sys.executable} cannot make virtual environments: its module ensurepip is missing",
            f"On Debian and Ubuntu: apt-get install python{version}-venv",
        )
    step(
        "Making a virtual environment",
        [sys.executable, "-m", "venv", VENV],
        advice="Is the disk full? `make PYTHON=/path/to/python3 setup` tries another Python.",
    )


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


if __name__ == "__main__":
    run(main)
