"""A pool made at start; each request borrows a connection and gives it back."""

import asyncio
import sqlite3
from contextlib import asynccontextmanager

pool = None


async def open_pool():
    global pool
    pool = asyncio.LifoQueue()
    for _ in range(4):
        pool.put_nowait(sqlite3.connect(":memory:"))


def close_pool():
    while not pool.empty():
        pool.get_nowait().close()


@asynccontextmanager
async def connection():
    borrowed = await pool.get()
    try:
        yield borrowed
    finally:
        pool.put_nowait(borrowed)
