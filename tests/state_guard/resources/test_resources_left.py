"""Resources that outlive their request are found, once, with the line that made them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.upstream import upstream

if TYPE_CHECKING:
    from support.tracked_app import TrackedApp

# name: (what the place begins with, the app's module; `serve` is the request, `undo` tidies up)
LEFT = {
    "one end of a pipe": (
        "descriptor of os.pipe()",
        """
        import os
        kept = []
        def serve():
            outlet, inlet = os.pipe()  # HERE
            os.close(inlet)
            kept.append(outlet)
        def undo():
            while kept:
                os.close(kept.pop())
        """,
    ),
    "copy of a descriptor": (
        "descriptor of os.dup()",
        """
        import os
        kept = []
        def serve():
            kept.append(os.dup(0))  # HERE
        def undo():
            while kept:
                os.close(kept.pop())
        """,
    ),
    "selector": (
        "open selector",
        """
        import selectors
        kept = []
        def serve():
            kept.append(selectors.DefaultSelector())  # HERE
        def undo():
            while kept:
                kept.pop().close()
        """,
    ),
    "reader of the loop": (
        "reader of the loop, print()",
        """
        import asyncio, socket
        bell, rope = socket.socketpair()
        async def serve():
            asyncio.get_running_loop().add_reader(bell, print)  # HERE
        def undo():
            asyncio.get_running_loop().remove_reader(bell)
            bell.close()
            rope.close()
        """,
    ),
    "records in a large buffer": (
        "record in the buffer of MemoryHandler",
        """
        import logging, logging.handlers
        log = logging.getLogger("small.buffer")
        log.setLevel("DEBUG")
        log.propagate = False
        handler = logging.handlers.MemoryHandler(100_000)
        log.addHandler(handler)
        def serve():
            for number in range(10):
                log.debug("number %s", number)  # HERE
        def undo():
            handler.buffer.clear()
            log.removeHandler(handler)
        """,
    ),
    "task": (
        "asyncio task poll()",
        """
        import asyncio
        async def poll():
            await asyncio.sleep(60)
        async def serve():
            asyncio.create_task(poll())  # HERE
        """,
    ),
    "task from a loop's method, in a helper": (
        "asyncio task poll()",
        """
        import asyncio
        async def poll():
            await asyncio.sleep(60)
        def start():
            return asyncio.get_running_loop().create_task(poll())  # HERE
        async def serve():
            start()
        """,
    ),
    "timer": (
        "timer for print()",
        """
        import asyncio
        def serve():
            asyncio.get_running_loop().call_later(60, print, "late")  # HERE
        """,
    ),
    "timer at a time": (
        "timer for print()",
        """
        import asyncio
        def serve():
            loop = asyncio.get_running_loop()
            loop.call_at(loop.time() + 60, print, "late")  # HERE
        """,
    ),
    "timer that sets itself again": (
        "timer for tick()",
        """
        import asyncio
        def tick():
            asyncio.get_running_loop().call_later(0.01, tick)  # HERE
        def serve():
            tick()
        """,
    ),
    "thread": (
        "thread Thread-",
        """
        import threading
        stop = threading.Event()
        def serve():
            threading.Thread(target=stop.wait, daemon=True).start()  # HERE
        def undo():
            stop.set()
        """,
    ),
    "thread of a subclass, started by itself": (
        "thread worker",
        """
        import threading
        stop = threading.Event()
        class Worker(threading.Thread):
            def __init__(self):
                super().__init__(name="worker", daemon=True)
                self.start()  # HERE
            def run(self):
                stop.wait()
        def serve():
            Worker()
        def undo():
            stop.set()
        """,
    ),
    "threading.Timer": (
        "thread Thread-",
        """
        import threading
        timers = []
        def serve():
            timer = threading.Timer(60, print)
            timers.append(timer)
            timer.start()  # HERE
        def undo():
            while timers:
                timers.pop().cancel()
        """,
    ),
    "executor": (
        "ThreadPoolExecutor",
        """
        from concurrent.futures import ThreadPoolExecutor
        kept = []
        def serve():
            executor = ThreadPoolExecutor()  # HERE
            executor.submit(len, "")
            kept.append(executor)
        def undo():
            while kept:
                kept.pop().shutdown()
        """,
    ),
    "child": (
        "process ",
        """
        import subprocess, sys
        kept = []
        def serve():
            kept.append(subprocess.Popen(["sleep", "60"]))  # HERE
        def undo():
            while kept:
                child = kept.pop()
                child.kill()
                child.wait()
        """,
    ),
    "file": (
        "open file ",
        """
        kept = []
        def serve():
            kept.append(open(__file__))  # HERE
        def undo():
            while kept:
                kept.pop().close()
        """,
    ),
    "file by its path": (
        "open file ",
        """
        from pathlib import Path
        kept = []
        def serve():
            file = Path(__file__).open("rb")  # HERE
            kept.append(file)
        def undo():
            while kept:
                kept.pop().close()
        """,
    ),
    "temporary file": (
        "open file ",
        """
        import tempfile
        kept = []
        def serve():
            kept.append(tempfile.TemporaryFile())  # HERE
        def undo():
            while kept:
                kept.pop().close()
        """,
    ),
    "descriptor": (
        "open file ",
        """
        import os
        kept = []
        def serve():
            kept.append(os.open(__file__, os.O_RDONLY))  # HERE
        def undo():
            while kept:
                os.close(kept.pop())
        """,
    ),
    "sockets": (
        "open socket",
        """
        import socket
        kept = []
        def serve():
            kept.extend(socket.socketpair())  # HERE
        def undo():
            for one in kept:
                one.close()
        """,
    ),
    "sqlite": (
        "SQLite connection to :memory:",
        """
        import sqlite3
        kept = {}
        def serve():
            kept[len(kept)] = sqlite3.connect(":memory:")  # HERE
        def undo():
            while kept:
                kept.popitem()[1].close()
        """,
    ),
    "an object made for the request, and kept": (
        "open file ",
        """
        class Log:
            def __init__(self):
                self.file = open(__file__)  # HERE
        kept = []
        def serve():
            kept.append(Log())
        def undo():
            while kept:
                kept.pop().file.close()
        """,
    ),
    "logging handler": (
        "NullHandler of the logger 'small.left'",
        """
        import logging
        logger = logging.getLogger("small.left")
        def serve():
            logger.addHandler(logging.NullHandler())  # HERE
        def undo():
            logger.handlers.clear()
        """,
    ),
    "logging filter": (
        "filter of <Logger small.left",
        """
        import logging
        logger = logging.getLogger("small.left")
        def serve():
            logger.addFilter(lambda record: True)  # HERE
        def undo():
            logger.filters.clear()
        """,
    ),
    "atexit": (
        "atexit function late()",
        """
        import atexit
        def late():
            pass
        def serve():
            atexit.register(late)  # HERE
        def undo():
            atexit.unregister(late)
        """,
    ),
}


@pytest.mark.parametrize("name", LEFT)
async def test_left(small_app: TrackedApp, name: str) -> None:
    place, source = LEFT[name]
    module = small_app.module(source)
    try:
        async with small_app.tidied_up():
            for _ in range(2):
                await small_app.request(module.serve)
                await small_app.tracker.settle()
    finally:
        getattr(module, "undo", lambda: None)()
    [finding] = small_app.findings
    assert finding.kind == "leftover"
    assert finding.place.startswith(place)
    assert (finding.file, finding.line) == ("src/lib/made.py", small_app.line())
    assert finding.requests == ("GET /1",)


async def test_connection_of_the_loop(small_app: TrackedApp) -> None:
    """The loop keeps a connection that nobody has any more."""
    module = small_app.module("""
        import asyncio
        from urllib.parse import urlsplit
        made = []
        class Protocol(asyncio.Protocol):
            def connection_made(self, transport):
                made.append(transport)
        async def serve(url):
            parts = urlsplit(url)
            await asyncio.get_running_loop().create_connection(  # HERE
                Protocol, parts.hostname, parts.port
            )
        """)
    async with upstream() as url:
        await small_app.request(module.serve, url)
        await small_app.tracker.settle()
        module.made.pop().close()
    [finding] = small_app.findings
    assert finding.place == "open socket"
    assert finding.line == small_app.line()
