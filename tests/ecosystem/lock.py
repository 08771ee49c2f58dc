"""The part of a package-lock.json that some packages need."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

Lock = dict[str, Any]


def write_packages(app: Path, project: Path, names: Iterable[str]) -> None:
    """Write package.json and package-lock.json of a project that has only some of an app's packages.

    Args:
        app: has the files with all packages.
        project: where the smaller ones are written.
        names: the dependencies to keep; the packages that the build itself needs are kept anyway.
    """
    package = json.loads((app / "package.json").read_text())
    lock = json.loads((app / "package-lock.json").read_text())
    kept = set(names) | BUILD
    for kind in ("dependencies", "devDependencies"):
        package[kind] = {name: version for name, version in package[kind].items() if name in kept}
    _write(project / "package.json", package)
    _write(project / "package-lock.json", pruned(lock, package))


BUILD = frozenset(
    {"@sveltejs/adapter-node", "@sveltejs/kit", "@sveltejs/vite-plugin-svelte", "lissome", "svelte", "vite"}
)


def pruned(lock: Lock, package: Lock) -> Lock:
    """Return a lock with what a package.json needs, directly or indirectly, and nothing else."""
    packages = dict(lock["packages"])
    packages[""] = {key: value for key, value in packages[""].items() if key not in _KINDS}
    packages[""] |= {kind: package[kind] for kind in _KINDS if package.get(kind)}
    required = _reachable(packages, _REQUIRED)
    kept = {
        path: _without_missing(path, packages) | ({} if path in required else {"optional": True})
        for path in _reachable(packages, _KINDS)
    }
    return {**lock, "packages": {path: kept[path] for path in packages if path in kept}}


_REQUIRED = ("dependencies", "devDependencies", "peerDependencies")
_KINDS = (*_REQUIRED, "optionalDependencies")


def _reachable(packages: Lock, kinds: tuple[str, ...]) -> set[str]:
    """Return the entries that the project needs through dependencies of these kinds."""
    found = {""}
    waiting = [""]
    while waiting:
        path = waiting.pop()
        new = set(_needed_by(path, packages, kinds)) - found
        found |= new
        waiting += new
    return found


def _without_missing(path: str, packages: Lock) -> Lock:
    """Return an entry without the optional packages that the registry did not have; `npm ci` demands them."""
    entry = packages[path]
    optional = {
        name: version
        for name, version in entry.get("optionalDependencies", {}).items()
        if _resolved(path, name, packages)
    }
    return {**entry, "optionalDependencies": optional} if "optionalDependencies" in entry else dict(entry)


def _needed_by(path: str, packages: Lock, kinds: tuple[str, ...]) -> Iterator[str]:
    """Find the entries that a package needs; its optional peers are not among them."""
    entry = packages[path]
    if entry.get("link"):
        yield entry["resolved"]
    optional = {name for name, how in entry.get("peerDependenciesMeta", {}).items() if how.get("optional")}
    for kind in kinds:
        for name in entry.get(kind, {}):
            found = _resolved(path, name, packages)
            if found is not None and not (kind == "peerDependencies" and name in optional):
                yield found


def _resolved(path: str, name: str, packages: Lock) -> str | None:
    """Return the entry of a package as Node finds it from another one's folder."""
    folder = path
    while True:
        candidate = f"{folder}/node_modules/{name}" if folder else f"node_modules/{name}"
        if candidate in packages:
            return candidate
        if not folder:
            return None
        folder = folder.rpartition("/node_modules/")[0] if "/node_modules/" in folder else ""


def _write(file: Path, content: Lock) -> None:
    file.write_text(json.dumps(content, indent="\t") + "\n")
