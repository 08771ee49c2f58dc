"""Places in the files that people have written, instead of those in what Vite has made of them for V8."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

import orjson

from lissome.dev.vite import ViteError

if TYPE_CHECKING:
    from lissome.dev.vite import Vite

# A place in a module: its number, line and column; see `update` in vite/dev_updates.js.
_PLACE: Final = re.compile(rb"lissome:(\d+):(\d+):(\d+)")
# Steps of a stack that are nobody's but ours, as text or in a JSON text.
_OURS: Final = re.compile(
    rb"(?:\\n|\n)\s+at [^\n\\\"]*?(?:lissome-dev\.js|/?\.lissome/npm/|node_modules/lissome/)[^\n\\\"]*"
)


class Positions:
    """Asks Vite, which has the source maps."""

    def __init__(self, vite: Vite) -> None:
        self._vite = vite

    async def put_into(self, answer: bytes) -> bytes:
        """An answer of V8's with `src/routes/+page.svelte:3:5` instead of V8's own places."""
        if b"lissome:" not in answer and b"lissome-dev.js" not in answer:
            return answer
        places = list(dict.fromkeys(_PLACE.findall(answer)))
        asked = [[int(part) for part in place] for place in places]
        try:
            found = orjson.loads(await self._vite.ask("positions", orjson.dumps(asked)))
        except ViteError:
            return answer
        # a file's name may have a quote in it, and the place stands in a JSON text
        names = {place: json.dumps(name)[1:-1].encode() for place, name in zip(places, found, strict=True)}
        return _OURS.sub(b"", _PLACE.sub(lambda match: names[match.groups()], answer))
