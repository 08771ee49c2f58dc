"""Files in dev: those of `static/`, and Vite's, for `event.fetch` as for browsers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lissome.dev.proxy import belongs_to_vite, forward
from lissome.dev.static_files import DevStaticFiles
from lissome.server.fetch import decode_path

if TYPE_CHECKING:
    from pathlib import Path

    from lissome.dev.vite import Vite
    from lissome.manifest import Manifest
    from lissome.server.static_files import Entry


class DevFiles:
    """What `StaticFiles` is in production; the address of an imported asset is one that Vite answers.

    Args:
        root: the app's folder.
        manifest: says where the app is and what types files have.
    """

    def __init__(self, vite: Vite, root: Path, manifest: Manifest) -> None:
        self._static = DevStaticFiles(root, manifest)
        self._vite = vite
        self._root = root
        self._manifest = manifest

    def find(self, path: str) -> Entry | str | None:
        """The file of `static/` at a path, percent-encoded as it came; or the path, if it is Vite's."""
        is_its = belongs_to_vite(decode_path(path), self._root, self._manifest)
        return path if is_its else self._static.find(path)

    async def respond(self, entry: Entry | str, /, scope: Any, receive: Any, send: Any) -> None:
        """Send the file, or hand the request on to Vite.

        Raises:
            httpx.TransportError: Vite does not answer.
        """
        if isinstance(entry, str):
            await forward(self._vite.client, scope, receive, send)
        else:
            await self._static.respond(entry, scope, receive, send)
