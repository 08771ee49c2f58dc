"""Files in dev: those of `static/` and of Vite, for browsers and for `event.fetch`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lissome.dev.proxy import belongs_to_vite, forward
from lissome.dev.static_files import DevStaticFiles
from lissome.server.fetch import decode_path
from lissome.server.static_files import send_file

if TYPE_CHECKING:
    from pathlib import Path

    from lissome.dev.vite import Vite
    from lissome.manifest import Manifest
    from lissome.server.static_files import Entry


class DevFiles:
    """The counterpart of `StaticFiles` in production. Vite serves imported assets.

    Args:
        root: the app's folder.
        manifest: has the base path and the MIME types.
    """

    def __init__(self, vite: Vite, root: Path, manifest: Manifest) -> None:
        self._static = DevStaticFiles(root, manifest)
        self._vite = vite
        self._root = root
        self._base = manifest.paths.base

    def find(self, path: str) -> Entry | str | None:
        """Return the file of `static/` at a percent-encoded path; or the path, if Vite serves it."""
        is_vites = belongs_to_vite(decode_path(path), self._root, self._base)
        return path if is_vites else self._static.find(path)

    async def respond(self, entry: Entry | str, /, scope: Any, receive: Any, send: Any) -> None:
        """Send the file, or forward the request to Vite.

        Raises:
            httpx.TransportError: Vite does not answer.
        """
        if isinstance(entry, str):
            await forward(self._vite.client, scope, receive, send)
        else:
            await send_file(entry, scope, receive, send)
