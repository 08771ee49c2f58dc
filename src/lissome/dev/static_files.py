"""Files of `static/` in dev: by production's rules, but as they are when they are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lissome.server.static_files import Entry, StaticFiles, decoded, find_sources

if TYPE_CHECKING:
    from pathlib import Path

    from lissome.manifest import Manifest


class DevStaticFiles(StaticFiles):
    """The files of `static/`; of one that was changed, the newest version.

    Vite's own server for them would not do: it answers ranges and odd names in other ways and serves
    dotfiles, and a load that fetches a file from its own app does not come by it.
    """

    def __init__(self, root: Path, manifest: Manifest) -> None:
        """Look which files there are, and read none of them.

        Args:
            root: the app's folder.
            manifest: says where the app is and what types files have.
        """
        self._sources = find_sources(
            root / "static",
            base=manifest.paths.base,
            app_dir=manifest.app_dir,
            mime_types=manifest.mime_types,
        )
        self._read: dict[str, tuple[tuple[int, int], Entry]] = {}

    def find(self, path: str) -> Entry | None:
        """See `StaticFiles.find`; None for a file that has been deleted meanwhile, too."""
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
