"""A queue for what a request waits for."""

from __future__ import annotations

import asyncio
from typing import Generic, TypeVar

T = TypeVar("T")


class Mailbox(Generic[T]):
    """What was put in comes out again, in its order; who comes too early waits.

    `asyncio.Queue` would do, if it did not cost 3 KB while it is empty, and each waiting stream has two. And
    when a reader is cancelled in the very moment something comes, it describes its future in a text.
    """

    __slots__ = ("_items", "_readers")

    def __init__(self) -> None:
        self._items: list[T] = []
        self._readers: list[asyncio.Future[None]] = []

    def __len__(self) -> int:
        return len(self._items)

    def put(self, item: T) -> None:
        """Put something in, and wake who waits for it."""
        self._items.append(item)
        for reader in self._readers:
            if not reader.done():
                reader.set_result(None)

    async def get(self) -> T:
        """The oldest of what is there; waits for it."""
        while not self._items:
            reader = asyncio.get_running_loop().create_future()
            self._readers.append(reader)
            try:
                await reader
            finally:
                self._readers.remove(reader)
        return self._items.pop(0)

    def take_all(self) -> list[T]:
        """All that is there, which may be nothing."""
        items, self._items = self._items, []
        return items
