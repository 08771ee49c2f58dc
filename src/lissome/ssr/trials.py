"""The refused changes of builtins that are tried again in a patchable engine, and the time until then.

A trial takes an isolate, so a place in the app's code that has failed its trial waits before the next one:
ten seconds at first, twice as long each time, an hour at most. It is never given up for good: one place, such
as a helper that sets properties, may be refused for different reasons. Places are positions in the code and
not messages, because messages can contain what a visitor sent; so visitors cannot use the trials up.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

_FIRST_WAIT: Final = 10.0
_LONGEST_WAIT: Final = 3600.0
# The number of places that are remembered: those that failed last.
_MAX_PLACES: Final = 256


@dataclass(slots=True)
class _Failure:
    wait: float
    due: float


class Trials:
    """The trials of one renderer.

    Args:
        clock: seconds, as `time.monotonic`.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures: OrderedDict[str, _Failure] = OrderedDict()

    def is_due(self, place: str) -> bool:
        """Return True if a refusal at this place is worth a trial now."""
        failure = self._failures.get(place)
        return failure is None or self._clock() >= failure.due

    def fail(self, place: str) -> None:
        """Remember that a trial at this place ended with the same error."""
        before = self._failures.pop(place, None)
        wait = _FIRST_WAIT if before is None else min(2 * before.wait, _LONGEST_WAIT)
        self._failures[place] = _Failure(wait, self._clock() + wait)
        while len(self._failures) > _MAX_PLACES:
            self._failures.popitem(last=False)
