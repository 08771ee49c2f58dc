"""Tasks awaited, threads joined, files closed, timers cancelled."""

import asyncio
import socket
import tempfile

import anyio


async def pause(user):
    await asyncio.sleep(0.001)
    return user


async def work(user):
    timer = asyncio.get_running_loop().call_later(60, print, user)
    left, right = socket.socketpair()
    try:
        with tempfile.TemporaryFile() as file:
            file.write(str(user).encode())
        async with asyncio.TaskGroup() as tasks:
            task = tasks.create_task(pause(user))
        return await anyio.to_thread.run_sync(len, str(task.result()))
    finally:
        timer.cancel()
        left.close()
        right.close()
