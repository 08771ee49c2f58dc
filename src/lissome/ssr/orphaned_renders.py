"""Finds renders that wait in V8 although no caller knows their ids."""

from __future__ import annotations


class OrphanedRenders:
    """The ids of renders whose call was terminated before it could report the id.

    The bundle hands ids out in order and answers in order, so a gap in the reported ids is such a render.
    Renders that were terminated after the last reported id are known only when the isolate is idle: all ids
    after that one are theirs then. How many these are is unknown, as a call may be terminated before it gets
    an id.

    Attributes:
        unknown: how many calls that begin a render were terminated after the last reported id.
    """

    __slots__ = ("_last", "unknown")

    def __init__(self) -> None:
        self._last = 0
        self.unknown = 0

    def after(self, message: bytes, answer: bytes, *, failed: bool, idle: bool) -> list[bytes]:
        """Return the renders to drop now: their ids, or a plus sign and an id, for all after that one.

        Args:
            message: of the call that has finished.
            answer: its answer, if it has one.
            failed: True if it threw or was terminated.
            idle: True if no other call runs or waits.
        """
        orphans: list[bytes] = []
        if answer[:1] == b"p" and not failed:
            reported = int(answer[1:])
            orphans += (b"%d" % number for number in range(self._last + 1, reported))
            self._last, self.unknown = reported, 0
        elif failed and message[:1] in b"rc!":
            self.unknown += 1
        if self.unknown and idle:
            orphans.append(b"+%d" % self._last)
            self.unknown = 0
        return orphans
