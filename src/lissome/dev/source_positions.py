"""Translates positions in the modules that V8 runs to positions in source files."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

import orjson

from lissome.dev.vite_process import ViteError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from lissome.dev.vite import Vite

# A position in a module: its number, line and column; see `update` in vite/dev/isolate_updates.js.
_POSITION: Final = re.compile(rb"lissome:(\d+):(\d+):(\d+)")
# Stack frames of lissome itself, as text or in a JSON text.
_OWN_FRAMES: Final = re.compile(
    rb"(?:\\n|\n)\s+at [^\n\\\"]*?"
    rb"(?:lissome-dev\.js|prelude\.js|/?\.lissome/npm/|node_modules/lissome/)[^\n\\\"]*"
)


class SourcePositions:
    """Asks Vite, which has the source maps, once for each position."""

    def __init__(self, vite: Vite) -> None:
        self._vite = vite
        self._known: dict[tuple[bytes, ...], bytes] = {}

    def discard(self, numbers: Iterable[str]) -> None:
        """Discard the positions of modules that have changed."""
        changed = {number.encode() for number in numbers}
        self._known = {place: name for place, name in self._known.items() if place[0] not in changed}

    async def translate(self, answer: bytes) -> bytes:
        """Return an answer of V8 with positions such as `src/routes/+page.svelte:3:5`."""
        if b"lissome:" not in answer and b"lissome-dev.js" not in answer:
            return answer
        try:
            await self._learn({*_POSITION.findall(answer)} - self._known.keys())
        except ViteError:
            return answer
        named = _POSITION.sub(lambda match: self._known.get(match.groups(), match[0]), answer)
        return _OWN_FRAMES.sub(b"", named)

    async def _learn(self, places: Collection[tuple[bytes, ...]]) -> None:
        if not places:
            return
        asked = [[int(part) for part in place] for place in places]
        found = orjson.loads(await self._vite.ask("positions", orjson.dumps(asked)))
        # the position is part of a JSON text, and a file's name may contain a quote
        names = [json.dumps(name)[1:-1].encode() for name in found]
        self._known.update(zip(places, names, strict=True))
