"""Vite's files for `event.fetch`: in dev the address of an imported asset is one that Vite answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lissome.dev.proxy import forward, is_vites
from lissome.server.fetch import decode_path

if TYPE_CHECKING:
    from pathlib import Path

    from lissome.dev.vite import Vite
    from lissome.manifest import Manifest


class ViteFiles:
    """What `StaticFiles` is in production, for requests that the app makes to itself.

    Args:
        root: the app's folder.
    """

    def __init__(self, vite: Vite, root: Path, manifest: Manifest) -> None:
        self._vite = vite
        self._root = root
        self._manifest = manifest

    def find(self, path: str) -> str | None:
        """The path, percent-encoded as it came, if it is Vite's."""
        return path if is_vites(decode_path(path), self._root, self._manifest) else None

    async def respond(self, _entry: str, scope: Any, receive: Any, send: Any) -> None:
        """Hand the request on to Vite.

        Raises:
            httpx.TransportError: Vite does not answer.
        """
        await forward(self._vite.client, scope, receive, send)
