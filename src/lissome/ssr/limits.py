"""The limits of one render.

The budget is CPU time of V8's thread: a page that needs 20 ms of it must also be answered on a busy machine,
where that takes a second. A render that blocks its thread uses no CPU and gives no answer either, so there is
a larger limit of wall time beside the budget.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

# The default limit of wall time allows a render to use up its budget with a tenth of a core; and it is at
# least ten seconds, because how long a busy machine makes a thread wait does not depend on the budget.
_WALL_FACTOR: Final = 10
_MIN_WALL: Final = 10.0


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one render.

    Attributes:
        time: seconds of CPU that the render may take of V8's thread, in all its calls; of wall time where CPU
            time cannot be read.
        heap: bytes of the isolate's heap, and of what buffers may hold beside it. An isolate that reached it
            is `broken` and must be replaced.
        wall: seconds until one call must be answered, not counting its time in the queue; by default ten
            times `time`, and at least 10.
    """

    time: float = 1.0
    heap: int = 128 << 20
    wall: float | None = None

    @property
    def wall_timeout(self) -> float:
        """`wall`, or its default."""
        return max(_MIN_WALL, _WALL_FACTOR * self.time) if self.wall is None else self.wall

    @property
    def most_growth(self) -> int:
        """The bytes by which the process may grow, and which buffers may have, until a render is stopped.

        V8's heap takes one heap limit, and the rest of the process may grow at the same time.
        """
        return 2 * self.heap

    @property
    def longest_answer(self) -> int:
        """The bytes that an answer may have: Python does nothing else while it copies it, again and again."""
        return self.heap // 8
