"""The messages of a connection: the body's parts, for its reader, and the disconnect, for the watchdog."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final

from lissome.isolation.light_queue import LightQueue

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]

_DISCONNECT: Final = "http.disconnect"


class BufferedReceive:
    """An ASGI receive channel that can be read ahead to notice when the client disconnects.

    Attributes:
        is_disconnected: the client has disconnected, or its body broke off.
    """

    __slots__ = (
        "_listener",
        "_messages",
        "_on_disconnect",
        "_readers",
        "_receive",
        "_room",
        "is_disconnected",
    )

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._readers = 0
        self._messages: LightQueue[Message | Exception] = LightQueue()
        self._room: asyncio.Future[None] | None = None
        self._listener: asyncio.Task[None] | None = None
        self._on_disconnect: Callable[[], None] | None = None
        self.is_disconnected = False

    async def __call__(self) -> Message:
        """Return the next message, as ASGI's `receive`."""
        if self._listener is not None:
            return await self._from_listener()
        self._readers += 1
        try:
            message = await self._receive()
        finally:
            self._readers -= 1
        if message["type"] == _DISCONNECT:
            self._disconnected()
        elif self._on_disconnect is not None:
            self.listen(self._on_disconnect)
        return message

    def listen(self, on_disconnect: Callable[[], None]) -> None:
        """Call `on_disconnect` when the client disconnects. A read that is under way comes first."""
        self._on_disconnect = on_disconnect
        if not self._readers and self._listener is None:
            self._listener = asyncio.create_task(self._listen())

    async def stop(self) -> None:
        """Stop listening."""
        self._on_disconnect = None
        if self._listener is not None and not self._listener.done():
            self._listener.cancel()
            await asyncio.wait((self._listener,))

    async def _listen(self) -> None:
        while not self.is_disconnected:
            try:
                message = await self._receive()
            except Exception as refusal:  # noqa: BLE001 - a body over the limit: its reader gets the error
                self._messages.put(refusal)
                return
            self._messages.put(message)
            if message["type"] == _DISCONNECT:
                self._disconnected()
            elif message.get("more_body", False):
                # Read one part ahead and no more: a body that nobody reads must not fill the memory.
                self._room = asyncio.get_running_loop().create_future()
                await self._room

    async def _from_listener(self) -> Message:
        message = await self._messages.get()
        if isinstance(message, Exception):
            raise message
        if message["type"] == _DISCONNECT:
            self._messages.put(message)  # for other readers
        elif self._room is not None and not self._room.done():
            self._room.set_result(None)
        return message

    def _disconnected(self) -> None:
        self.is_disconnected = True
        if self._on_disconnect is not None:
            self._on_disconnect()
