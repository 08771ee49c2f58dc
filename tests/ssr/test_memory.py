"""What a process has left after renders that filled the heap.

In a process of its own, because another test may have started V8 with other flags.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import subprocess
import sys
from pathlib import Path

from lissome.errors import RenderOutOfMemory
from lissome.ssr.process_memory import rss
from ssr.bundle import megabytes, no_host, program, renderer, threads
from support.waiting import become

# Where the process cannot tell how large it is, nobody sees what buffers hold.
BOMBS = ("bomb", "buffers", "bomb", "buffers") if rss() else ("bomb", "bomb")


async def measure() -> list[tuple[int, float]]:
    """Threads and megabytes: with a fresh isolate, then after each bomb."""
    rendering = renderer()
    await rendering.render(program("echo", text="fine"), no_host)
    await asyncio.sleep(0.1)
    measured = [(threads(), megabytes())]
    for bomb in BOMBS:
        with contextlib.suppress(RenderOutOfMemory):
            await rendering.render(program(bomb), no_host)
        await rendering.render(program("echo", text="fine"), no_host)
        await become(lambda: threads() == measured[0][0])
        measured.append((threads(), megabytes()))
    rendering.close()
    return measured


def test_threads_and_memory_come_back() -> None:
    code = (
        "import asyncio, json; from ssr import test_memory as t; print(json.dumps(asyncio.run(t.measure())))"
    )
    folder = Path(__file__).resolve().parent.parent
    output = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True
    ).stdout
    (fresh_threads, fresh), *after = json.loads(output)
    assert len(after) == len(BOMBS)
    assert [count for count, _ in after] == [fresh_threads] * len(BOMBS)
    assert max(size for _, size in after) < fresh + 32
