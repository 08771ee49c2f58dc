"""granian's supervisor, with one thread for each worker that waits for its end."""

from __future__ import annotations

import threading
from typing import Any

from granian.server.mp import MPServer, WorkerProcess


class Supervisor(MPServer):
    """Starts the workers, restarts those that die, and stops them."""

    def _spawn_worker(self, *args: Any, **kwargs: Any) -> WorkerProcess:
        worker = super()._spawn_worker(*args, **kwargs)
        worker.__class__ = _Worker  # granian makes it, and asks nobody which kind it should be
        return worker


class _Worker(WorkerProcess):
    """A worker that is over when the thread that watches it says so, and nobody else waits for its process.

    In granian 2.8 the thread that stops it waits too, and the operating system tells a process's end to one
    of them only. When that is the watcher, and it is slow to pass it on, the other one takes the worker for
    alive: it says "Killing worker-1 after it refused to gracefully stop", and sends SIGKILL to a number that
    may be another process's by then. A millisecond is enough. After thousands of streams it took 2 to 10,
    and most stops ended so.
    """

    _watching: threading.Thread

    def _watch(self) -> None:
        self._watching = threading.Thread(target=self._watcher, name=f"watcher of worker-{self.idx + 1}")
        self._watching.start()

    def is_alive(self) -> bool:
        return self._watching.is_alive()

    def join(self, timeout: float | None = None) -> None:
        self._watching.join(timeout)
