"""An unbounded queue that is small while it is empty."""

from __future__ import annotations

import asyncio
from typing import Generic, TypeVar

T = TypeVar("T")


class LightQueue(Generic[T]):
    """A first-in, first-out queue for the tasks of one request.

    An empty `asyncio.Queue` takes 3 KB, and each waiting stream has two queues. It also formats its future
    into a text when a reader is cancelled at the moment an item arrives.
    """

    __slots__ = ("_items", "_readers")

    def __init__(self) -> None:
        self._items: list[T] = []
        self._readers: list[asyncio.Future[None]] = []

    def __len__(self) -> int:
        return len(self._items)

    def put(self, item: T) -> None:
        """Add an item and wake the readers."""
        self._items.append(item)
        for reader in self._readers:
            if not reader.done():
                reader.set_result(None)

    async def get(self) -> T:
        """Remove and return the oldest item; wait for one if there is none."""
        while not self._items:
            reader = asyncio.get_running_loop().create_future()
            self._readers.append(reader)
            try:
                await reader
            finally:
                self._readers.remove(reader)
        return self._items.pop(0)

    def take_all(self) -> list[T]:
        """Remove and return all items."""
        items, self._items = self._items, []
        return items
