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
    from collections.abc import Mapping, Sequence

STOP_SECONDS = 10.0


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
            )
        return cls(popen, log_file)

    @property
    def pid(self) -> int:
        return self.popen.pid

    def log(self) -> str:
        return self.log_file.read_text(errors="replace")

    def members(self) -> list[psutil.Process]:
        """The living processes of the group, zombies left out."""
        return [process for process in psutil.process_iter() if self._is_member(process)]

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
        deadline = time.monotonic() + 2
        while (left := self.members()) and time.monotonic() < deadline:
            time.sleep(0.02)
        return [str(process) for process in left]

    def _is_member(self, process: psutil.Process) -> bool:
        try:
            return os.getpgid(process.pid) == self.pid and process.status() != psutil.STATUS_ZOMBIE
        except (ProcessLookupError, psutil.NoSuchProcess):
            return False
