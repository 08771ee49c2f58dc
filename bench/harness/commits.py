"""Another commit beside the working tree: its files, its own packages, its own lissome.

Each is kept in `.cache/against`, by its hash, so that the second measurement of a commit needs no setting up.
The files come out of `git archive`: git is left with no worktree to remember.
"""

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from harness.machine import PYPI_PACKAGES
from harness.projects import BENCH

REPO = BENCH.parent
KEPT = REPO / ".cache" / "against"
PYTHON = Path(".venv", "bin", "python")
PRODUCT = ("src", "vite")
"""The folders that are measured."""


class CommitError(Exception):
    """There is no such commit, or it could not be set up; the message ends with what the tool said."""


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit of the repository."""

    hash: str
    subject: str

    @property
    def short(self) -> str:
        """The hash as tables show it."""
        return self.hash[:7]

    @property
    def folder(self) -> Path:
        """Where its files, packages and build are kept."""
        return KEPT / self.hash[:12]


def find(revision: str, repo: Path = REPO) -> Commit:
    """Return the commit that a revision of any kind means: a branch, `HEAD~3`, a hash.

    Raises:
        CommitError: git knows no such revision.
    """
    # What comes after --end-of-options is no option, whatever it begins with.
    asked = ["rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"]
    found = _git(repo, *asked)
    if found.returncode != 0:
        raise CommitError(
            f"{revision!r} is no commit that git knows here. "
            "AGAINST takes any revision: a branch, HEAD~3, a hash."
        )
    name = found.stdout.strip()
    return Commit(name, _git(repo, "show", "--no-patch", "--format=%s", name).stdout.strip())


def unpack(commit: Commit, target: Path, repo: Path = REPO) -> Path:
    """Put the commit's files into a folder, unless they are there; returns it.

    Raises:
        CommitError: git could not hand them out.
    """
    if target.is_dir():
        return target
    unfinished = target.with_name(f"{target.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    archive = unfinished.with_suffix(".tar")
    made = _git(repo, "archive", "--format=tar", f"--output={archive}", commit.hash)
    if made.returncode != 0:
        raise CommitError(f"git archive {commit.hash} ended with {made.returncode}:\n{made.stderr.strip()}")
    subprocess.run(["tar", "-xf", archive, "-C", unfinished], check=True)
    archive.unlink()
    unfinished.rename(target)
    return target


def set_up(commit: Commit, source: Path) -> Path:
    """Run the commit's own `make setup` in its files and return its Python.

    It does nothing where it has been run before.

    Raises:
        CommitError: The commit is older than `make setup`, or that failed.
    """
    script = source / "scripts" / "setup.py"
    if not script.is_file():
        raise CommitError(
            f"{commit.short} has no scripts/setup.py, so nothing says which packages it needs. "
            "Choose a later commit."
        )
    done = subprocess.run([sys.executable, script], cwd=source, check=False)
    if done.returncode != 0:
        raise CommitError(f"{script} ended with {done.returncode}; what it said stands above.")
    return source / PYTHON


def packages(python: Path) -> dict[str, str]:
    """Return the versions of the packages that serve requests, as that Python sees them."""
    ask = (
        "import json, sys; from importlib.metadata import version; "
        "print(json.dumps({name: version(name) for name in sys.argv[1:]}))"
    )
    done = subprocess.run(
        [python, "-c", ask, *PYPI_PACKAGES], capture_output=True, text=True, check=False, cwd=python.parent
    )
    found: dict[str, str] = json.loads(done.stdout) if done.returncode == 0 else {}
    return found


def fingerprint(repo: Path = REPO) -> str:
    """Return a hash of what is measured in the working tree, uncommitted changes included."""
    digest = hashlib.sha256()
    for file in sorted(_product_files(repo)):
        digest.update(f"{file.relative_to(repo)}\0".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _product_files(repo: Path) -> Iterator[Path]:
    for folder in PRODUCT:
        listed = _git(repo, "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", folder)
        for name in filter(None, listed.stdout.split("\0")):
            if (repo / name).is_file():
                yield repo / name


def _git(repo: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["git", "-C", str(repo), *arguments], capture_output=True, text=True, check=False)
