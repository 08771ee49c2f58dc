"""Vite as a child that never outlives this process, and the requests that Python makes of it.

The child has a process group of its own, which is killed when we end. Should we end without having the time
for that, the system closes the pipe that is the child's stdin, and vite/dev.js then ends the child.
"""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import signal
import socket
import subprocess
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import httpx

from lissome.build.npm import node_environment
from lissome.errors import LissomeError

if TYPE_CHECKING:
    from pathlib import Path

    from lissome.build.node import Node

# Seconds. The first start makes Vite's cache of dependencies.
_START: Final = 60.0
_STOP: Final = 3.0


class ViteError(LissomeError):
    """Vite does not start, or does not answer; or what it was asked for failed there.

    Attributes:
        stack: the JavaScript stack, or ``""``.
    """

    def __init__(self, message: str, *, stack: str = "") -> None:
        super().__init__(message)
        self.stack = stack


@dataclass(slots=True)
class Vite:
    """A running Vite.

    Attributes:
        root: the app's folder.
        host: the address that browsers reach us at; Vite's socket for hot updates listens there too.
    """

    root: Path
    node: Node
    host: str
    port: int = field(default_factory=lambda: free_port())
    _token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    _process: subprocess.Popen[bytes] | None = None
    _client: httpx.AsyncClient | None = None

    @property
    def client(self) -> httpx.AsyncClient:
        """Talks to Vite; has no timeout, because a browser may have one."""
        if self._client is None:
            local = "127.0.0.1" if self.host in ("0.0.0.0", "") else self.host  # noqa: S104 - no bind here
            local = "[::1]" if local == "::" else f"[{local}]" if ":" in local else local
            self._client = httpx.AsyncClient(base_url=f"http://{local}:{self.port}", timeout=None, trust_env=False)
        return self._client

    async def start(self) -> None:
        """Start the child and wait until it answers.

        Raises:
            ViteError: it ended, or did not answer in time; its own words are on the terminal.
        """
        self._process = subprocess.Popen(
            [self.node.binary, self.root / "node_modules" / "vite" / "bin" / "vite.js", "dev",
             "--logLevel", "warn", "--clearScreen", "false"],
            cwd=self.root,
            stdin=subprocess.PIPE,
            env={**node_environment(self.node), "LISSOME_DEV": self._orders()},
            start_new_session=True,
        )
        deadline = asyncio.get_running_loop().time() + _START
        while not await self._answers():
            if self._process.poll() is not None:
                raise ViteError(f"Vite ended with code {self._process.returncode}; what it said stands above.")
            if asyncio.get_running_loop().time() > deadline:
                raise ViteError(f"Vite did not answer within {_START:g} s.")
            await asyncio.sleep(0.05)

    async def stop(self) -> None:
        """End the child and everything it started."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None
        process, self._process = self._process, None
        if process is None:
            return
        assert process.stdin is not None
        process.stdin.close()
        try:
            await asyncio.to_thread(process.wait, _STOP)
        except subprocess.TimeoutExpired:
            pass
        finally:
            _kill_group(process)

    async def ask(self, what: str, body: bytes = b"", *, timeout: float | None = None) -> bytes:
        """Ask an endpoint of vite/dev_endpoints.js.

        Args:
            what: its name.
            timeout: seconds.

        Raises:
            ViteError: it failed there, or Vite is gone.
            TimeoutError: there was no answer in time.
        """
        try:
            response = await self.client.post(
                f"/__lissome/{what}", content=body, headers={"x-lissome-token": self._token}, timeout=timeout
            )
        except httpx.TimeoutException as failure:
            raise TimeoutError from failure
        except httpx.TransportError as failure:
            raise ViteError(f"Vite does not answer ({failure}). Start `lissome dev` again.") from failure
        if response.status_code != httpx.codes.OK:
            raise _failure(response)
        return response.content

    async def tell(self, payload: dict[str, Any]) -> None:
        """Send a message to every open browser, through Vite's socket."""
        await self.ask("tell", json.dumps(payload).encode())

    def _orders(self) -> str:
        return json.dumps({"host": self.host, "port": self.port, "token": self._token})

    async def _answers(self) -> bool:
        try:
            await self.client.get("/__lissome/", timeout=_START)
        except httpx.TransportError:
            return False
        return True


def _failure(response: httpx.Response) -> ViteError:
    try:
        error = response.json()
        return ViteError(error["message"], stack=error.get("stack", ""))
    except (ValueError, KeyError, TypeError):
        return ViteError(f"Vite answered {response.status_code} {response.reason_phrase}: {response.text[:500]}")


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass  # all of it has ended
    process.wait()


def free_port() -> int:
    """A TCP port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
