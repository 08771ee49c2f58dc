"""Routes that are not rendered for a while, because a render of theirs has cost an isolate.

Such a render can take a worker (see `ssr/disposal.py`), and a visitor can ask for it again and again. So its
route answers 503 for ten seconds, the next time for twice as long, and for a minute at most. The others are
not concerned. All workers share the table, and the one that replaces a worker finds it.
"""

from __future__ import annotations

import hashlib
import math
import struct
import time
from collections.abc import Callable
from typing import Final

from lissome.errors import RouteRefused

_FIRST: Final = 10.0  # seconds
_LONGEST: Final = 60.0
# Seconds without another loss after which a route starts again with the first time.
_FORGOTTEN: Final = 3600.0
# Until when any route is refused; then the entries: the route's digest, until when, for how many seconds.
_ANY: Final = struct.Struct("<d")
_ENTRY: Final = struct.Struct("=16sdd")
SIZE: Final = 4096
"""Bytes of the table."""
_PLACES: Final = (SIZE - _ANY.size) // _ENTRY.size


class RefusedRoutes:
    """The table of refused routes.

    Nothing is locked: each entry is written at once, and of two at the same place the later one counts.

    Args:
        table: `SIZE` bytes, zeros at first; shared by all workers, or this worker's own.
        clock: seconds, the same in all workers.
    """

    def __init__(
        self, table: bytearray | memoryview | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._table = bytearray(SIZE) if table is None else table
        self._clock = clock

    @property
    def is_empty(self) -> bool:
        """True if no route has ever been refused."""
        return not self._table[_ANY.size - 1]  # of a number above 0 the last byte is not 0

    def check(self, route: str) -> None:
        """Return if a route may be rendered.

        Raises:
            RouteRefused: it may not.
        """
        now = self._clock()
        if now >= _ANY.unpack_from(self._table, 0)[0]:
            return
        place, digest = _place_of(route)
        known, until, _ = _ENTRY.unpack_from(self._table, place)
        if known == digest and now < until:
            raise RouteRefused(route, math.ceil(until - now))

    def refuse(self, route: str) -> float:
        """Refuse a route from now on; return for how many seconds."""
        now = self._clock()
        place, digest = _place_of(route)
        known, until, before = _ENTRY.unpack_from(self._table, place)
        again = known == digest and now - until < _FORGOTTEN
        seconds = min(2 * before, _LONGEST) if again else _FIRST
        _ENTRY.pack_into(self._table, place, digest, now + seconds, seconds)
        _ANY.pack_into(self._table, 0, max(now + seconds, _ANY.unpack_from(self._table, 0)[0]))
        return float(seconds)


def _place_of(route: str) -> tuple[int, bytes]:
    digest = hashlib.blake2b(route.encode(), digest_size=16).digest()
    return _ANY.size + int.from_bytes(digest[:4], "little") % _PLACES * _ENTRY.size, digest
