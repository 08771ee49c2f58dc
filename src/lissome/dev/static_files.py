"""Files of `static/` in dev: by the rules of production, but read when they are requested."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lissome.server.static_files import Entry, decoded, find_sources

if TYPE_CHECKING:
    from pathlib import Path

    from lissome.manifest import Manifest


class DevStaticFiles:
    """The files of `static/` in their newest version.

    Vite's own server for them is not used: it treats ranges and unusual names differently and serves
    dotfiles, and a load that fetches a file from its own app would not reach it.
    """

    def __init__(self, root: Path, manifest: Manifest) -> None:
        """List the files, without reading them.

        Args:
            root: the app's folder.
            manifest: has the base path and the MIME types.
        """
        self._sources = find_sources(
            root / "static",
            base=manifest.paths.base,
            app_dir=manifest.app_dir,
            mime_types=manifest.mime_types,
        )
        self._read: dict[str, tuple[tuple[int, int], Entry]] = {}

    def find(self, path: str) -> Entry | None:
        """Find a file; see `Files.find`. Return None also for a file that has been deleted."""
        path = decoded(path)
        source = self._sources.get(path)
        if source is None:
            return None
        try:
            stat = source.file.stat()
            version = (stat.st_mtime_ns, stat.st_size)
            if path not in self._read or self._read[path][0] != version:
                self._read[path] = version, source.entry()
        except FileNotFoundError:
            return None
        return self._read[path][1]
