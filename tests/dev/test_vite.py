"""Vite's process."""

from __future__ import annotations

import asyncio
from pathlib import Path

from lissome.build.node import NodeInstallation
from lissome.dev.vite import Vite
from lissome.dev.vite_process import ViteProcess, free_port


def test_vites_port_is_none_of_outgoing_connections() -> None:
    ports = {free_port() for _ in range(50)}
    assert len(ports) > 25
    assert max(ports) < 32_768


async def test_no_connection_is_used_twice() -> None:
    async def answer_once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nok")
        await reader.read(1)  # as Node does when it was too busy to close an idle connection in time
        writer.close()

    node = NodeInstallation(Path(), (24,), Path())
    async with await asyncio.start_server(answer_once, "127.0.0.1", 0) as server:
        vite = Vite(ViteProcess(Path(), node, "127.0.0.1", server.sockets[0].getsockname()[1]))
        assert [await vite.ask("manifest") for _ in range(3)] == [b"ok"] * 3
        await vite.stop()
