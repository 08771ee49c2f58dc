"""Vite as a child process that never outlives this process, and the requests of Python to it.

The child has its own process group, which is killed when this process ends. If there is no time for that, the
system closes the pipe that is the child's stdin, and vite/dev/plugins.js then ends the child.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import secrets
import signal
import socket
import subprocess
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import httpx

from lissome.build.mistakes.project_files import NO_PLUGIN, configuration_of
from lissome.build.npm import node_environment
from lissome.errors import LissomeError
from lissome.mode import mode
from lissome.server.http_client import no_cookies

if TYPE_CHECKING:
    from pathlib import Path

    from lissome.build.node import NodeInstallation

# Seconds. The first start builds Vite's cache of dependencies.
_START: Final = 60.0
_STOP: Final = 1.0
# Vite reopens its port when its configuration changes.
_RECONNECT: Final = 5.0

# Below the ephemeral ports of Linux and macOS: an outgoing connection could take such a port before Vite has
# started, or while it restarts.
_PORTS: Final = range(20_000, 32_000)

_PLUGIN_HEADER: Final = "x-lissome"
_TOKEN_HEADER: Final = "x-lissome-token"  # noqa: S105 - the header's name


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
class Vite:
    """A Vite development server.

    Attributes:
        root: the app's folder.
        host: the address of the server for browsers; Vite's WebSocket for hot updates listens there too.
        starts: the number of starts so far.
        name: the host in the app's address, for which Vite answers too.
    """

    root: Path
    node: NodeInstallation
    host: str
    port: int = field(default_factory=free_port)
    starts: int = 0
    name: str = "localhost"
    _token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    _process: subprocess.Popen[bytes] | None = None
    _client: httpx.AsyncClient | None = None
    _restarting: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def client(self) -> httpx.AsyncClient:
        """The HTTP client for Vite.

        It has no timeout: a module may take long, and browsers wait for it. It uses no connection twice:
        Node closes one that was idle for 5 s, and if it was busy that long it does so with a request waiting.
        """
        if self._client is None:
            url = f"http://{_reachable(self.host)}:{self.port}"
            self._client = httpx.AsyncClient(
                base_url=url,
                timeout=None,  # noqa: S113
                limits=httpx.Limits(max_keepalive_connections=0),
                trust_env=False,
                cookies=no_cookies(),
            )
        return self._client

    async def start(self) -> None:
        """Start the child and wait until it answers.

        Raises:
            ViteError: it ended, or did not answer in time, and its output is on the terminal; or it runs
                without lissome's plugin.
        """
        self.starts += 1
        self._process = process = self._spawn()
        try:
            async with asyncio.timeout(_START):
                while not await self._answers():
                    if process.poll() is not None:
                        msg = f"Vite ended with code {process.returncode}; its output is on the terminal."
                        raise ViteError(msg)
                    await asyncio.sleep(0.05)
                await self._require_plugin()
        except TimeoutError:
            raise ViteError(f"Vite did not answer within {_START:g} s.") from None

    async def restart(self, instead_of: int | None = None) -> None:
        """Kill the child and start another one at the same port.

        Args:
            instead_of: a value of `starts`; nothing happens if that child has been replaced already.

        Raises:
            ViteError: it does not start.
        """
        async with self._restarting:
            if instead_of is None or instead_of == self.starts:
                self._end()
                await self.start()

    async def stop(self) -> None:
        """Stop the child and its descendants."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None
        if self._process is not None:
            assert self._process.stdin is not None
            self._process.stdin.close()
            with contextlib.suppress(subprocess.TimeoutExpired):
                await asyncio.to_thread(self._process.wait, _STOP)
        self._end()

    def has_died(self) -> bool:
        """Return True if the child has ended by itself."""
        return (
            not self._restarting.locked() and self._process is not None and self._process.poll() is not None
        )

    async def ask(self, what: str, body: bytes = b"") -> bytes:
        """Ask an endpoint of vite/dev/endpoints.js.

        Raises:
            ViteError: the request failed there, or Vite does not answer.
        """
        try:
            response = await self._post(what, body)
        except httpx.TransportError as failure:
            raise ViteError(f"Vite does not answer ({type(failure).__name__} {failure})") from failure
        if response.status_code != httpx.codes.OK:
            raise _failure(response)
        return response.content

    async def tell(self, payload: dict[str, Any]) -> None:
        """Send a message to all open browsers through Vite's WebSocket."""
        await self.ask("tell", json.dumps(payload).encode())

    def _spawn(self) -> subprocess.Popen[bytes]:
        script = self.root / "node_modules" / "vite" / "bin" / "vite.js"
        orders = json.dumps({"host": self.host, "name": self.name, "port": self.port, "token": self._token})
        return subprocess.Popen(
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

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            with contextlib.suppress(ProcessLookupError):  # the whole group has ended
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    async def _answers(self) -> bool:
        try:
            await self.client.get("/__lissome/")
        except httpx.TransportError:
            return False
        return True

    async def _require_plugin(self) -> None:
        response = await self.client.get("/__lissome/")
        if _PLUGIN_HEADER not in response.headers:
            raise ViteError(f"{configuration_of(self.root)}: this {NO_PLUGIN}.")

    async def _post(self, what: str, body: bytes) -> httpx.Response:
        deadline = asyncio.get_running_loop().time() + _RECONNECT
        headers = {_TOKEN_HEADER: self._token}
        while True:
            try:
                return await self.client.post(f"/__lissome/{what}", content=body, headers=headers)
            except httpx.TransportError as failure:
                # an update that has been started belongs to a Vite that is gone; other requests can be
                # repeated
                final = what == "update" and not isinstance(failure, httpx.ConnectError)
                if final or self._process is None or asyncio.get_running_loop().time() > deadline:
                    raise
                await asyncio.sleep(0.05)


def _reachable(host: str) -> str:
    """Return the host part of a URL for a server that listens on `host`."""
    address = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - no bind here
    return f"[{address}]" if ":" in address else address


def _failure(response: httpx.Response) -> ViteError:
    try:
        error = response.json()
        return ViteError(error["message"], stack=error.get("stack", ""))
    except (ValueError, KeyError, TypeError):
        return ViteError(f"Vite answered {response.status_code}: {response.text[:500]}")
