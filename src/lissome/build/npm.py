"""The npm packages of a project: lissome's own, and those of the lock file."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lissome.build.errors import BuildError
from lissome.build.running import run_tool
from lissome.build.shipped import shipped_folder

if TYPE_CHECKING:
    from collections.abc import Callable

    from lissome.build.node import NodeInstallation

NPM_PACKAGE = Path(".lissome", "npm")


def npm_package_folder() -> Path:
    """Return the folder of lissome's npm package.

    Raises:
        BuildError: the installation is incomplete.
    """
    return shipped_folder("_vite", "vite", "package.json")


def copy_npm_package(root: Path) -> Path:
    """Copy lissome's npm package to ``.lissome/npm``, which package.json refers to as ``file:.lissome/npm``.

    Unchanged files keep their modification time, so that Vite's caches stay valid. ``node_modules`` in it is
    npm's: it has the dependencies of which the app has other versions.

    Returns:
        The folder.
    """
    source, target = npm_package_folder(), root / NPM_PACKAGE
    wanted = {
        path.relative_to(source) for path in source.rglob("*") if _ships(path.relative_to(source), path)
    }
    for old in list(target.rglob("*")):
        if _ships(old.relative_to(target), old) and old.relative_to(target) not in wanted:
            old.unlink()
    for name in wanted:
        _copy_if_changed(source / name, target / name)
    _write_if_changed(target / "python.json", json.dumps(python_facts()))
    _write_if_changed(root / ".lissome" / ".gitignore", "*\n")
    return target


def python_facts() -> dict[str, str]:
    """Return the facts that the plugin needs about Python: the interpreter, and the folder of the scripts."""
    return {"python": sys.executable, "scripts": str(Path(__file__).resolve().parent)}


def install(root: Path, node: NodeInstallation, report: Callable[[str], None]) -> None:
    """Install node_modules if they differ from package-lock.json.

    Raises:
        BuildError: npm failed; the text contains npm's.
    """
    if is_installed(root):
        return
    lock = root / "package-lock.json"
    report("Installing npm packages")
    # `ci` installs exactly what is locked; without a lock, or with one older than package.json, npm makes
    # one.
    command = "ci" if lock.is_file() and _lock_matches(root) else "install"
    options = ["--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"]
    if command == "ci":
        # A lock file without addresses has npm ask for each package where it is; what is locked cannot have
        # changed, so npm's cache knows it as well as the registry.
        options.append("--prefer-offline")
    result = run_tool(
        [node.binary, node.npm, command, *options],
        root,
        node_environment(node),
        lambda time: report(f"  {time}{_progress(root)}"),
    )
    if result.returncode:
        said = (result.stderr or result.stdout).strip()
        raise BuildError(f"npm {command} failed in {root}:\n{said}")


def _progress(root: Path) -> str:
    """Return how many packages of the lock file are installed."""
    wanted = [path for path in (read_json(root / "package-lock.json") or {}).get("packages", {}) if path]
    return f", {sum((root / path).exists() for path in wanted)} of {len(wanted)} packages" if wanted else ""


def node_environment(node: NodeInstallation) -> dict[str, str]:
    """Return the environment of this process with Node first in PATH, for the commands of npm scripts."""
    return {**os.environ, "PATH": f"{node.binary.parent}{os.pathsep}{os.environ.get('PATH', '')}"}


def is_installed(root: Path) -> bool:
    """Return True if node_modules matches package-lock.json, by npm's record of the installation."""
    lock = read_json(root / "package-lock.json")
    record = read_json(root / "node_modules" / ".package-lock.json")
    if lock is None or record is None or not _lock_matches(root):
        return False
    wanted = {path: entry for path, entry in lock.get("packages", {}).items() if _is_installable(path, entry)}
    there = record.get("packages", {})
    return all(_same_package(entry, there.get(path)) for path, entry in wanted.items()) and all(
        (root / path).exists() for path in wanted if path in there
    )


def _lock_matches(root: Path) -> bool:
    """Return True if package-lock.json was made for this package.json and lissome's npm package."""
    lock, package = read_json(root / "package-lock.json"), read_json(root / "package.json")
    if lock is None or package is None:
        return False
    packages = lock.get("packages", {})
    return _dependencies(packages.get("", {})) == _dependencies(package) and _dependencies(
        packages.get(NPM_PACKAGE.as_posix(), {})
    ) == _dependencies(read_json(root / NPM_PACKAGE / "package.json") or {})


def _dependencies(package: dict[str, Any]) -> dict[str, Any]:
    kinds = ("dependencies", "devDependencies", "optionalDependencies", "peerDependencies")
    return {kind: package[kind] for kind in kinds if package.get(kind)}


def _is_installable(path: str, entry: dict[str, Any]) -> bool:
    """Return False for optional packages, which are not installed on every platform."""
    return bool(path) and not entry.get("optional") and not entry.get("devOptional") and not entry.get("peer")


def _same_package(wanted: dict[str, Any], there: dict[str, Any] | None) -> bool:
    return there is not None and wanted.get("version") == there.get("version")


def _ships(name: Path, path: Path) -> bool:
    return path.is_file() and "node_modules" not in name.parts and name.name != "package-lock.json"


def _copy_if_changed(source: Path, target: Path) -> None:
    if not target.is_file() or source.read_bytes() != target.read_bytes():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)


def _write_if_changed(target: Path, text: str) -> None:
    if not target.is_file() or target.read_text() != text:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)


def read_json(path: Path) -> dict[str, Any] | None:
    """Return the object in a JSON file; None if there is no such file, or it contains something else."""
    try:
        value = json.loads(path.read_text())
    except (OSError, ValueError):
        return None
    return value if isinstance(value, dict) else None
