"""Places in the files that people have written, instead of those in what Vite has made of them for V8."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

import orjson

from lissome.dev.vite import ViteError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from lissome.dev.vite import Vite

# A place in a module: its number, line and column; see `update` in vite/dev/isolate_updates.js.
_PLACE: Final = re.compile(rb"lissome:(\d+):(\d+):(\d+)")
# Steps of a stack that are nobody's but ours, as text or in a JSON text.
_OURS: Final = re.compile(
    rb"(?:\\n|\n)\s+at [^\n\\\"]*?"
    rb"(?:lissome-dev\.js|prelude\.js|/?\.lissome/npm/|node_modules/lissome/)[^\n\\\"]*"
)


class Positions:
    """Asks Vite, which has the source maps, once for each place of a module."""

    def __init__(self, vite: Vite) -> None:
        self._vite = vite
        self._known: dict[tuple[bytes, ...], bytes] = {}

    def forget(self, numbers: Iterable[str]) -> None:
        """Modules have changed."""
        changed = {number.encode() for number in numbers}
        self._known = {place: name for place, name in self._known.items() if place[0] not in changed}

    async def put_into(self, answer: bytes) -> bytes:
        """An answer of V8's with `src/routes/+page.svelte:3:5` instead of V8's own places."""
        if b"lissome:" not in answer and b"lissome-dev.js" not in answer:
            return answer
        try:
            await self._learn({*_PLACE.findall(answer)} - self._known.keys())
        except ViteError:
            return answer
        named = _PLACE.sub(lambda match: self._known.get(match.groups(), match[0]), answer)
        return _OURS.sub(b"", named)

    async def _learn(self, places: Collection[tuple[bytes, ...]]) -> None:
        if not places:
            return
        asked = [[int(part) for part in place] for place in places]
        found = orjson.loads(await self._vite.ask("positions", orjson.dumps(asked)))
        # a file's name may have a quote in it, and the place stands in a JSON text
        names = [json.dumps(name)[1:-1].encode() for name in found]
        self._known.update(zip(places, names, strict=True))
