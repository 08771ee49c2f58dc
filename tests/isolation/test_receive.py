"""Reading a body and noticing a disconnect at the same time."""

from __future__ import annotations

import asyncio

import pytest

from lissome.isolation.receive import BufferedReceive
from support.connection import DISCONNECT, END, PART, Connection, settle


async def test_listening_beside_a_reader() -> None:
    disconnects: list[bool] = []
    connection = Connection(PART, PART, END)
    receive = BufferedReceive(connection)
    assert await receive() == PART
    receive.listen(lambda: disconnects.append(True))
    await settle()
    assert connection.reads == 2  # one part ahead, no more
    assert [await receive(), await receive()] == [PART, END]
    assert not disconnects
    connection.queue.put_nowait(DISCONNECT)
    await settle()
    assert disconnects == [True]
    assert receive.is_disconnected
    assert [await receive(), await receive()] == [DISCONNECT, DISCONNECT]


async def test_a_reader_is_not_overtaken() -> None:
    disconnects: list[bool] = []
    connection = Connection()
    receive = BufferedReceive(connection)
    reader = asyncio.create_task(receive())
    await settle()
    receive.listen(lambda: disconnects.append(True))
    await settle()
    assert connection.reads == 1
    connection.queue.put_nowait(END)
    assert await reader == END
    await settle()
    assert connection.reads == 2
    connection.queue.put_nowait(DISCONNECT)
    await settle()
    assert disconnects == [True]
    await receive.stop()


async def test_a_reader_meets_the_end() -> None:
    disconnects: list[bool] = []
    connection = Connection()
    receive = BufferedReceive(connection)
    reader = asyncio.create_task(receive())
    await settle()
    receive.listen(lambda: disconnects.append(True))
    connection.queue.put_nowait(DISCONNECT)
    assert await reader == DISCONNECT
    assert disconnects == [True]


async def test_a_refused_body_is_the_readers_problem() -> None:
    connection = Connection()
    receive = BufferedReceive(connection)
    receive.listen(lambda: None)
    connection.queue.put_nowait(ValueError("too large"))
    await settle()
    with pytest.raises(ValueError, match="too large"):
        await receive()


async def test_stopping() -> None:
    disconnects: list[bool] = []
    connection = Connection()
    receive = BufferedReceive(connection)
    receive.listen(lambda: disconnects.append(True))
    await settle()
    await receive.stop()
    connection.queue.put_nowait(DISCONNECT)
    await settle()
    assert not disconnects
