"""Vite as a child process that never outlives this process.

The child has its own process group, which is killed when this process ends. If there is no time for that, the
system closes the pipe that is the child's stdin, and vite/dev/plugins.js then ends the child.

This module imports little, so that Vite starts while Python imports the rest.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import signal
import socket
import subprocess
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from lissome.build.npm import node_environment
from lissome.errors import LissomeError
from lissome.mode import mode

if TYPE_CHECKING:
    from pathlib import Path

    from lissome.build.node import NodeInstallation

# Below the ephemeral ports of Linux and macOS: an outgoing connection could take such a port before Vite has
# started, or while it restarts.
_PORTS: Final = range(20_000, 32_000)
# Seconds.
_STOP: Final = 1.0


class ViteError(LissomeError):
    """Vite does not start or does not answer, or a request to it failed there.

    Attributes:
        stack: the JavaScript stack, or ``""``.
    """

    def __init__(self, message: str, *, stack: str = "") -> None:
        super().__init__(message)
        self.stack = stack


def free_port() -> int:
    """Return a free TCP port that no outgoing connection is given before Vite listens there."""
    first = secrets.randbelow(len(_PORTS))
    for offset in range(len(_PORTS)):
        port = _PORTS[(first + offset) % len(_PORTS)]
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise ViteError(f"Vite needs a port, and all from {_PORTS[0]} to {_PORTS[-1]} are in use.")


@dataclass(slots=True)
class ViteProcess:
    """The process of a Vite development server.

    Attributes:
        root: the app's folder.
        host: the address of the server for browsers; Vite's WebSocket for hot updates listens there too.
        name: the host in the app's address, for which Vite answers too.
        token: what requests to lissome's own endpoints carry.
    """

    root: Path
    node: NodeInstallation
    host: str
    port: int = field(default_factory=free_port)
    name: str = "localhost"
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    _child: subprocess.Popen[bytes] | None = None

    @property
    def is_started(self) -> bool:
        """True from `start` to `end`, even if it has ended by itself."""
        return self._child is not None

    @property
    def exit_code(self) -> int | None:
        """The code that it has ended with; None while it runs, or was not started."""
        return None if self._child is None else self._child.poll()

    def start(self) -> None:
        """Start it, without waiting until it answers."""
        script = self.root / "node_modules" / "vite" / "bin" / "vite.js"
        orders = json.dumps({"host": self.host, "name": self.name, "port": self.port, "token": self.token})
        self._child = subprocess.Popen(
            [
                self.node.binary,
                script,
                "dev",
                "--mode",
                mode(),
                "--logLevel",
                "warn",
                "--clearScreen",
                "false",
                # lissome's plugin says the same; without it this process would look elsewhere for Vite
                *("--host", self.host, "--port", str(self.port), "--strictPort"),
            ],
            cwd=self.root,
            stdin=subprocess.PIPE,
            env={**node_environment(self.node), "LISSOME_DEV": orders},
            start_new_session=True,  # keeps Ctrl-C in the terminal from Vite, which must outlive the app
        )

    def wait_for_end(self) -> None:
        """Ask it to end, and give it a second for that. Blocks."""
        if self._child is not None:
            assert self._child.stdin is not None
            self._child.stdin.close()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._child.wait(_STOP)

    def end(self) -> None:
        """End it with its descendants."""
        child, self._child = self._child, None
        if child is not None:
            with contextlib.suppress(ProcessLookupError):  # the whole group has ended
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()
