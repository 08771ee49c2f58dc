"""What a process tree and a core have used, from the kernel's own counters."""

from pathlib import Path

import psutil

MB = 1024 * 1024
TICKS_PER_SECOND = 100
"""USER_HZ, the unit of /proc/stat, is 100 on every Linux that glibc supports."""


def tree(root: psutil.Process) -> list[psutil.Process]:
    """Return a process and all its descendants."""
    return [root, *root.children(recursive=True)]


def cpu_seconds(root: psutil.Process) -> float:
    """Return user and system time spent by the tree's living processes."""
    times = [process.cpu_times() for process in tree(root)]
    return float(sum(time.user + time.system for time in times))


def rss_mb(root: psutil.Process) -> float:
    """Return the sum of the tree's resident sets."""
    return float(sum(process.memory_info().rss for process in tree(root))) / MB


def core_seconds(core: int, stat: str | None = None) -> float:
    """Return the time a core has not been idle since boot, stolen time included."""
    text = Path("/proc/stat").read_text() if stat is None else stat
    line = next(line for line in text.splitlines() if line.startswith(f"cpu{core} "))
    user, nice, system, _idle, _iowait, irq, softirq, steal = (int(field) for field in line.split()[1:9])
    return (user + nice + system + irq + softirq + steal) / TICKS_PER_SECOND
