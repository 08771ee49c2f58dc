"""Finding the values of requests in the objects that they left."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any, Final

from lissome.state_guard.heap.introspect import ATOMS
from lissome.state_guard.heap.walk import DEEPEST, pattern_of, text_of, walk
from lissome.state_guard.request_record import RequestRecord
from lissome.state_guard.request_values.values import SHORTEST_PART, ValueOrigin

# Texts that are looked at in a longer one, for one that belongs to the user.
_MOST: Final = 20


@dataclass(frozen=True, slots=True)
class ValueMatch:
    """A value of a request that was found.

    Attributes:
        record: the request.
        origin: the part of the request that the value came from.
        path: where in the searched object it is: ``.user.name``; ``""`` for the object itself.
        is_object: True if it is an object of the request, and not only a text of it.
    """

    record: RequestRecord
    origin: ValueOrigin
    path: str
    is_object: bool = False

    @property
    def is_request(self) -> bool:
        """True if it is the event, a part of it, its form, or an object of its locals."""
        return self.is_object and self.origin.is_request


class ValueMatcher:
    """Finds the values of some requests.

    Args:
        records: the requests; of equal texts that of the first counts.
        is_ignored: True for texts (in lower case) that do not tell requests apart.
        stop: ids of objects that belong to the app: their contents were not left now.
    """

    def __init__(
        self, records: Iterable[RequestRecord], is_ignored: Callable[[str], bool], stop: Collection[int]
    ) -> None:
        self._texts: dict[str, tuple[RequestRecord, ValueOrigin]] = {}
        self._objects: dict[int, tuple[RequestRecord, ValueOrigin]] = {}
        for record in records:
            for text, origin in record.values.texts.items():
                if origin.is_identity or not is_ignored(text):
                    self._texts.setdefault(text, (record, origin))
            for number, origin in record.values.objects.items():
                self._objects.setdefault(number, (record, origin))
        self._stop = stop

    def find(self, value: Any, *, deepest: int = DEEPEST) -> ValueMatch | None:
        """Return the first object of a request in a value, or else the first text."""
        by_text: ValueMatch | None = None
        for one, path in walk(value, self._stop, deepest=deepest):
            found = self._objects.get(id(one))
            if found is not None and type(one) not in ATOMS:
                return ValueMatch(*found, path, is_object=True)
            if by_text is None:
                found = self._find_text(text_of(one))
                by_text = ValueMatch(*found, path) if found is not None else None
        return by_text

    def _find_text(self, text: str) -> tuple[RequestRecord, ValueOrigin] | None:
        if not text:
            return None
        found = self._texts.get(text)
        if found is None and self._pattern is not None:
            matches = (self._texts[match.group()] for match in self._pattern.finditer(text))
            found = max(islice(matches, _MOST), key=lambda one: one[1].is_personal, default=None)
        return found

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        """Made on first use: after most requests nothing has changed, and nothing is searched."""
        parts = [
            text
            for text, (_, origin) in self._texts.items()
            if len(text) >= SHORTEST_PART or origin.is_identity
        ]
        return pattern_of(parts, SHORTEST_PART)
