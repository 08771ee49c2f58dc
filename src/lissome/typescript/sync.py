"""`lissome sync`: SvelteKit's types of an app, and those of its Python modules beside them.

The files are in `.svelte-kit/lissome`, a root of its own, which tsconfig.json names before SvelteKit's. So
`svelte-kit sync` never takes them away, and they never change what SvelteKit wrote.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Final

from lissome.build.build import check_configuration, check_project
from lissome.build.errors import BuildError
from lissome.build.node import NodeInstallation
from lissome.build.npm import node_environment
from lissome.build.prepare import prepare
from lissome.build.running import run_tool
from lissome.mode import mode
from lissome.typescript.declarations import DIGEST, KITS, OWN, AppTypes, write_types

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ROOT_DIRS: Final = f'"rootDirs": [".", "./{OWN}", "./{KITS}"]'
READ_TIMEOUT: Final = 60
"""Seconds until an app whose modules do not end to be imported is given up."""

DOES_NOT_END: Final = (
    f"The app's modules are not imported after {READ_TIMEOUT} s, so their types are not known. A module must "
    "not wait or serve when it is imported: put that into `init` in src/hooks.server.py."
)


def sync(root: Path, *, report: Callable[[str], None]) -> AppTypes:
    """Write all types of an app.

    Args:
        root: the app's folder.
        report: called with one line per step, for people.

    Raises:
        BuildError: it is not a lissome project, or a tool failed.
        NodeError: there is no Node that is new enough.
    """
    root = root.resolve()
    check_project(root)
    check_configuration(root)
    node = prepare(root, report)
    _run_kit(root, node, report)
    types = read_types(root)
    write_types(root, types)
    return types


def _run_kit(root: Path, node: NodeInstallation, report: Callable[[str], None]) -> None:
    command: list[str | Path] = [
        node.binary,
        root / "node_modules/@sveltejs/kit/svelte-kit.js",
        "sync",
        "--mode",
        mode(),
    ]
    result = run_tool(command, root, node_environment(node), lambda time: report(f"  {time}"))
    if result.returncode:
        raise BuildError((result.stdout + result.stderr).strip() or "svelte-kit sync failed without output.")


def read_types(root: Path) -> AppTypes:
    """Read the types of the app's Python modules, in a process that imports them.

    Raises:
        BuildError: that process failed, or did not end.
    """
    digest = sources_digest(root)
    try:
        result = subprocess.run(
            reader_command(root), cwd=root, capture_output=True, text=True, timeout=READ_TIMEOUT, check=False
        )
    except subprocess.TimeoutExpired:
        raise BuildError(DOES_NOT_END) from None
    return types_read(result.returncode, result.stdout, result.stderr, digest)


def reader_command(root: Path) -> list[str]:
    """Return the command of the process that reads the types."""
    return [sys.executable, "-m", "lissome.typescript.reader", str(root)]


def types_read(code: int, output: str, said: str, digest: str) -> AppTypes:
    """Return what the process that reads the types has found.

    Args:
        code: its exit code.
        output: what it wrote to stdout.
        said: what it wrote to stderr.
        digest: of the sources before it was started.

    Raises:
        BuildError: it failed.
    """
    if code:
        raise BuildError(f"The types of the app cannot be read:\n{said.strip()}")
    read = json.loads(output)
    texts = {name: tuple(read[name]) for name in ("routes", "problems", "unannotated")}
    return AppTypes(files=read["files"], matchers=read["matchers"], digest=digest, **texts)


def sources_digest(root: Path) -> str:
    """Return a digest of the app's Python sources."""
    digest = hashlib.sha256()
    for path in sorted((root / "src").rglob("*.py")):
        digest.update(f"{path.relative_to(root).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def advice(root: Path) -> str | None:
    """Return what is to be done so that checkers see the types as the sources are now; None if nothing is.

    Where types have never been written, as in an image that is built, nobody checks.
    """
    written = root / DIGEST
    is_stale = written.is_file() and written.read_text("utf-8") != sources_digest(root)
    if is_stale and (root / "tsconfig.json").is_file():
        return "the types of Python are older than its sources: run `lissome sync`"
    return advice_on_tsconfig(root)


def advice_on_tsconfig(root: Path) -> str | None:
    """Return what is missing in tsconfig.json so that checkers see the types; None if nothing is."""
    tsconfig = root / "tsconfig.json"
    if tsconfig.is_file() and OWN not in tsconfig.read_text("utf-8"):
        return f"tsconfig.json does not know the types of Python: write {ROOT_DIRS} in its compilerOptions"
    return None
