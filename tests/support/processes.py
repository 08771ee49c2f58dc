"""A command in its own process group, which is gone, with all its children, when the test ends."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# A busy machine is no failure: these end tests that hang, and decide nothing else.
STOP_SECONDS = 60.0
GONE_SECONDS = 30.0


@dataclass
class Process:
    """A started command; stdout and stderr go to `log_file`.

    Attributes:
        popen: the leader of the process group.
        log_file: everything it has said.
    """

    popen: subprocess.Popen[bytes]
    log_file: Path

    @classmethod
    def start(
        cls,
        command: Sequence[str],
        *,
        log_file: Path,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
        pass_fds: Sequence[int] = (),
    ) -> Process:
        with log_file.open("wb") as log:
            popen = subprocess.Popen(
                command,
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                cwd=cwd,
                env={**os.environ, "PYTHONUNBUFFERED": "1", **(env or {})},
                start_new_session=True,
                pass_fds=pass_fds,
            )
        return cls(popen, log_file)

    @property
    def pid(self) -> int:
        return self.popen.pid

    def log(self) -> str:
        return self.log_file.read_text(errors="replace")

    def members(self) -> list[psutil.Process]:
        """The living processes of the group, zombies left out."""
        return [process for pid in psutil.pids() if (process := self._member(pid))]

    def stop(self, sig: signal.Signals = signal.SIGINT) -> int:
        """Signal the whole group, as Ctrl-C in a terminal does, and demand that nobody is left.

        Returns:
            The leader's exit code.

        Raises:
            AssertionError: a process outlived the leader, or the leader did not end in time.
        """
        if self.popen.poll() is None:
            os.killpg(self.pid, sig)
        try:
            code = self.popen.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"still running {STOP_SECONDS:g} s after {sig.name}\n{self.log()}") from None
        finally:
            left = self._wait_for_empty_group()
            self.kill()
        assert not left, f"left behind after {sig.name}: {left}\n{self.log()}"
        return code

    def kill(self) -> None:
        """End the whole group at once, without questions."""
        if self.members():
            with contextlib.suppress(ProcessLookupError):  # the last of them ended by itself
                os.killpg(self.pid, signal.SIGKILL)
        self.popen.wait()

    def _wait_for_empty_group(self) -> list[str]:
        deadline = time.monotonic() + GONE_SECONDS
        while (left := self.members()) and time.monotonic() < deadline:
            time.sleep(0.02)
        return [str(process) for process in left]

    def _member(self, pid: int) -> psutil.Process | None:
        try:
            if os.getpgid(pid) != self.pid:  # asked first, as psutil reads files for each process
                return None
            process = psutil.Process(pid)
        except (ProcessLookupError, psutil.NoSuchProcess):
            return None
        return process if is_alive(process) else None


def is_alive(process: psutil.Process) -> bool:
    """Whether a process still does something; one that has ended, but was not waited for yet, does not."""
    try:
        return process.is_running() and process.status() not in {psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD}
    except psutil.NoSuchProcess:
        return False


def still_alive(processes: Iterable[psutil.Process], seconds: float = GONE_SECONDS) -> list[psutil.Process]:
    """Those that have not ended after a time that is long enough for all; nobody needs to be their parent."""
    deadline = time.monotonic() + seconds
    while (left := [process for process in processes if is_alive(process)]) and time.monotonic() < deadline:
        time.sleep(0.02)
    return left
