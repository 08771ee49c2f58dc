"""Checks that the build is that of the sources beside it.

The browser's bundle, V8's bundle and the server must come from the same sources. If the sources exist (in a
container they need not) their digests are compared with those in the manifest. Function bodies in Python
files may change without a build; the set of files, and the names that they export, may not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from lissome.errors import ManifestError
from lissome.manifest import Manifest

_SHOWN: Final = 3


def check_build_is_current(manifest: Manifest, root: Path) -> None:
    """Compare the sources in `root` with the build.

    Raises:
        ManifestError: some were changed or added since; names the first of them.
    """
    changes = [*_changed(manifest, root), *_added(manifest, root)]
    if changes:
        more = f" and {len(changes) - _SHOWN} more" if len(changes) > _SHOWN else ""
        msg = f"the build is stale: {', '.join(changes[:_SHOWN])}{more}. Run `lissome build` again."
        raise ManifestError(msg)


def _changed(manifest: Manifest, root: Path) -> Iterator[str]:
    for name, digest in manifest.sources.items():
        file = root / name
        if digest and file.is_file() and _digest(file) != digest:
            yield f"{name} was changed"


def _added(manifest: Manifest, root: Path) -> Iterator[str]:
    """Yield route files that the build does not know, such as a new page."""
    known = {node.server for node in manifest.nodes} | {route.endpoint for route in manifest.routes}
    for file in sorted((root / "src" / "routes").rglob("+*")):
        name = file.relative_to(root).as_posix()
        if file.is_file() and name not in known and name not in manifest.sources and _is_route_file(file):
            yield f"{name} is new"


def _is_route_file(file: Path) -> bool:
    """Return True if kit takes it for a route file: kit ignores tests and files of other tools."""
    parts = file.name.split(".")
    return parts[-1] in {"svelte", "py", "js", "ts"} and not {"test", "spec", "stories"} & set(parts)


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12]
