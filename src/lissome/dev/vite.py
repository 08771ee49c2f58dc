"""Vite: its start and end, and the requests of Python to it."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import httpx

from lissome.build.mistakes.project_files import NO_PLUGIN, configuration_of
from lissome.dev.vite_process import ViteError, ViteProcess
from lissome.server.http_client import no_cookies

if TYPE_CHECKING:
    from pathlib import Path

# Seconds. The first start builds Vite's cache of dependencies.
_START: Final = 60.0
# Vite reopens its port when its configuration changes.
_RECONNECT: Final = 5.0

_PLUGIN_HEADER: Final = "x-lissome"
_TOKEN_HEADER: Final = "x-lissome-token"  # noqa: S105 - the header's name


@dataclass(slots=True)
class Vite:
    """A Vite development server.

    Attributes:
        process: started already, perhaps.
        starts: the number of starts so far.
    """

    process: ViteProcess
    starts: int = 0
    _client: httpx.AsyncClient | None = None
    _restarting: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def root(self) -> Path:
        """The app's folder."""
        return self.process.root

    @property
    def client(self) -> httpx.AsyncClient:
        """The HTTP client for Vite.

        It has no timeout: a module may take long, and browsers wait for it. It uses no connection twice:
        Node closes one that was idle for 5 s, and if it was busy that long it does so with a request waiting.
        """
        if self._client is None:
            url = f"http://{_reachable(self.process.host)}:{self.process.port}"
            self._client = httpx.AsyncClient(
                base_url=url,
                timeout=None,  # noqa: S113
                limits=httpx.Limits(max_keepalive_connections=0),
                trust_env=False,
                verify=False,  # noqa: S501 - it is http; certificates would take 30 ms to read
                cookies=no_cookies(),
            )
        return self._client

    async def start(self) -> None:
        """Start the process, if it is not, and wait until it answers.

        Raises:
            ViteError: it ended, or did not answer in time, and its output is on the terminal; or it runs
                without lissome's plugin.
        """
        self.starts += 1
        if not self.process.is_started:
            self.process.start()
        try:
            async with asyncio.timeout(_START):
                while not await self._answers():
                    if self.process.exit_code is not None:
                        msg = f"Vite ended with code {self.process.exit_code}; its output is on the terminal."
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
                self.process.end()
                await self.start()

    async def stop(self) -> None:
        """Stop the child and its descendants."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None
        await asyncio.to_thread(self.process.wait_for_end)
        self.process.end()

    def has_died(self) -> bool:
        """Return True if the child has ended by itself."""
        return not self._restarting.locked() and self.process.exit_code is not None

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
        headers = {_TOKEN_HEADER: self.process.token}
        while True:
            try:
                return await self.client.post(f"/__lissome/{what}", content=body, headers=headers)
            except httpx.TransportError as failure:
                # an update that has been started belongs to a Vite that is gone; other requests can be
                # repeated
                final = what == "update" and not isinstance(failure, httpx.ConnectError)
                if final or not self.process.is_started or asyncio.get_running_loop().time() > deadline:
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
