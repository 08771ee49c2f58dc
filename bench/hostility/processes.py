"""A process tree: its memory, its time, and who belongs to it. Read from /proc, because that costs little."""

import asyncio
import contextlib
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

MB = 1 << 20
PROC = Path("/proc")
_PAGE = os.sysconf("SC_PAGE_SIZE")
_TICK = os.sysconf("SC_CLK_TCK")
PERIOD = 0.05
"""Seconds between two looks at the memory."""


def tree(root: int) -> list[int]:
    """A process and its living descendants, by id."""
    return [root, *_descendants(root)]


def _descendants(process: int) -> Iterator[int]:
    with contextlib.suppress(OSError):
        for task in (PROC / str(process) / "task").iterdir():
            for child in (task / "children").read_text().split():
                yield int(child)
                yield from _descendants(int(child))


def rss_mb(processes: list[int]) -> float:
    """The sum of their resident sets; those that have ended have none."""
    pages = 0
    for process in processes:
        with contextlib.suppress(OSError, IndexError):
            pages += int((PROC / str(process) / "statm").read_text().split()[1])
    return pages * _PAGE / MB


def cpu_seconds(root: int) -> float:
    """User and system time of the tree, of those whom the root has seen end too."""
    return sum(_times(process, and_children=process == root) for process in tree(root))


def _times(process: int, *, and_children: bool) -> float:
    try:
        fields = (PROC / str(process) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(int(ticks) for ticks in fields[11 : 15 if and_children else 13]) / _TICK


def machine_seconds() -> float:
    """Time that all cores together have not been idle since the machine was started."""
    user, nice, system, _idle, _iowait, irq, softirq, steal = (
        int(ticks) for ticks in (PROC / "stat").read_text().split("\n", 1)[0].split()[1:9]
    )
    return (user + nice + system + irq + softirq + steal) / _TICK


@dataclass
class Watch:
    """Looks at a tree's memory every `PERIOD`, and ends what takes more than `ceiling` megabytes.

    Attributes:
        peak: megabytes, all processes of the tree together.
        is_over: true once the ceiling was reached, after which the root's process group was killed.
    """

    root: int
    ceiling: float
    peak: float = 0.0
    is_over: bool = False
    _loop: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._loop = asyncio.create_task(self._look())
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._loop
        self._loop.cancel()
        await asyncio.wait([self._loop])

    async def _look(self) -> None:
        while not self.is_over:
            self.peak = max(self.peak, rss_mb(tree(self.root)))
            if self.peak > self.ceiling:
                self.is_over = True
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(self.root, 9)
            await asyncio.sleep(PERIOD)


@dataclass
class Load:
    """What the machine did meanwhile: cores that the tree used, and that everybody else did."""

    root: int
    _at: float = field(default_factory=time.monotonic)
    _machine: float = field(default_factory=machine_seconds)
    _tree: float = 0.0
    _own: float = field(default_factory=time.process_time)

    def __post_init__(self) -> None:
        self._tree = cpu_seconds(self.root)

    def cores(self) -> tuple[float, float]:
        """Those of the tree and those of all others, this process left out, since this object was made."""
        elapsed = max(time.monotonic() - self._at, 0.01)
        ours = max(0.0, cpu_seconds(self.root) - self._tree)
        others = machine_seconds() - self._machine - ours - (time.process_time() - self._own)
        return ours / elapsed, max(0.0, others) / elapsed
