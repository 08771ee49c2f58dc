"""Resources that outlive their request are found, once, with the line that made them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.upstream import upstream

if TYPE_CHECKING:
    from support.tracked_app import TrackedApp

# name: (what the place begins with, the app's module; `serve` is the request, `undo` tidies up)
LEFT = {
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
            kept["of a user"] = sqlite3.connect(":memory:")  # HERE
        def undo():
            kept.pop("of a user").close()
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


CHANGED = {
    "working directory": """
        import os
        start = os.getcwd()
        def serve():
            os.chdir("/")  # HERE
        def undo():
            os.chdir(start)
        """,
    "environment": """
        import os
        def serve():
            os.environ["SMALL_APP"] = "de"  # HERE
        def undo():
            del os.environ["SMALL_APP"]
        """,
    "environment, updated": """
        import os
        def serve():
            os.environ.update(SMALL_APP="de")  # HERE
        def undo():
            del os.environ["SMALL_APP"]
        """,
    "locale": """
        import locale
        start = locale.setlocale(locale.LC_NUMERIC)
        def serve():
            locale.setlocale(locale.LC_NUMERIC, "C" if start != "C" else "C.UTF-8")  # HERE
        def undo():
            locale.setlocale(locale.LC_NUMERIC, start)
        """,
    "umask": """
        import os
        before = []
        def serve():
            before.append(os.umask(0o027))  # HERE
        def undo():
            os.umask(before[0])
        """,
    "signal": """
        import signal
        def serve():
            signal.signal(signal.SIGUSR1, lambda *_: None)  # HERE
        def undo():
            signal.signal(signal.SIGUSR1, signal.SIG_DFL)
        """,
    "socket timeout": """
        import socket
        def serve():
            socket.setdefaulttimeout(5)  # HERE
        def undo():
            socket.setdefaulttimeout(None)
        """,
    "garbage collector": """
        import gc
        def serve():
            gc.disable()  # HERE
        def undo():
            gc.enable()
        """,
    "recursion limit": """
        import sys
        start = sys.getrecursionlimit()
        def serve():
            sys.setrecursionlimit(5000)  # HERE
        def undo():
            sys.setrecursionlimit(start)
        """,
    "warnings": """
        import warnings
        before = warnings.filters.copy()
        def serve():
            warnings.simplefilter("ignore", ResourceWarning)  # HERE
        def undo():
            vars(warnings)["filters"][:] = before
        """,
    "log level": """
        import logging
        logger = logging.getLogger("small.changed")
        def serve():
            logger.setLevel(logging.ERROR)  # HERE
        def undo():
            logger.setLevel(logging.NOTSET)
        """,
    "seed": """
        import random
        def serve():
            random.seed(1)  # HERE
        def undo():
            random.seed()
        """,
    "import path": """
        import sys
        def serve():
            sys.path.append("plugins")  # HERE
        def undo():
            sys.path.remove("plugins")
        """,
    "hook": """
        import sys
        start = sys.excepthook
        def serve():
            sys.excepthook = print  # HERE
        def undo():
            sys.excepthook = start
        """,
    "function of another module": """
        import json as notation
        start = notation.dumps
        def serve():
            notation.dumps = repr  # HERE
        def undo():
            notation.dumps = start
        """,
    "attribute of another module's class": """
        from decimal import DefaultContext
        def serve():
            DefaultContext.prec = 5  # HERE
        def undo():
            DefaultContext.prec = 28
        """,
    "setattr": """
        import email.message
        def serve():
            setattr(email.message.Message, "user", "mara")  # HERE
        def undo():
            del email.message.Message.user
        """,
    "entry of another module's table": """
        import mimetypes
        def serve():
            mimetypes.types_map[".small"] = "text/small"  # HERE
        def undo():
            del mimetypes.types_map[".small"]
        """,
}


@pytest.mark.parametrize("name", CHANGED)
async def test_changed(small_app: TrackedApp, name: str) -> None:
    module = small_app.module(CHANGED[name])
    try:
        await small_app.request(module.serve)
        await small_app.tracker.settle()
    finally:
        module.undo()
    [finding] = small_app.findings
    assert finding.kind == "process"
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
