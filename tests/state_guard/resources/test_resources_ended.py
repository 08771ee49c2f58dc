"""Resources that end with their request, or belong to the app or a library."""

from __future__ import annotations

import asyncio
import atexit
import builtins
import gc
import io
import os
import threading
import time
from typing import TYPE_CHECKING

import pytest

from support.upstream import upstream
from support.waiting import become

if TYPE_CHECKING:
    from pathlib import Path

    from support.tracked_app import TrackedApp

CLEAN = {
    "task awaited": """
        import asyncio
        async def serve():
            await asyncio.gather(asyncio.sleep(0.001), asyncio.create_task(asyncio.sleep(0)))
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(asyncio.sleep(0.001))
            async with asyncio.timeout(60):
                await asyncio.wait_for(asyncio.sleep(0.001), 60)
        """,
    "task that ends within the grace": """
        import asyncio
        async def serve():
            asyncio.create_task(asyncio.sleep(0.005))
        """,
    "task cancelled": """
        import asyncio
        async def serve():
            asyncio.create_task(asyncio.sleep(60)).cancel()
        """,
    "pipe closed, and made a file of": """
        import os
        def serve():
            outlet, inlet = os.pipe()
            with os.fdopen(outlet), os.fdopen(inlet, "w") as file:
                file.write("a")
        """,
    "reader of the loop, removed": """
        import asyncio, socket
        async def serve():
            bell, rope = socket.socketpair()
            loop = asyncio.get_running_loop()
            loop.add_reader(bell, print)
            loop.remove_reader(bell)
            bell.close()
            rope.close()
        """,
    "records in a buffer of a few": """
        import logging, logging.handlers
        log = logging.getLogger("small.few")
        log.setLevel("DEBUG")
        log.propagate = False
        log.addHandler(logging.handlers.MemoryHandler(100, target=logging.NullHandler()))
        def serve():
            for number in range(30):
                log.debug("number %s", number)
        """,
    "timer cancelled": """
        import asyncio
        def serve():
            asyncio.get_running_loop().call_later(60, print).cancel()
        """,
    "timer that fires within the grace": """
        import asyncio
        def serve():
            asyncio.get_running_loop().call_later(0.001, len, "")
        """,
    "thread joined": """
        import threading
        def serve():
            thread = threading.Thread(target=len, args=("",))
            thread.start()
            thread.join()
        """,
    "threads of asyncio and anyio": """
        import asyncio
        import anyio
        async def serve():
            await asyncio.to_thread(len, "")
            await anyio.to_thread.run_sync(len, "")
        """,
    "executor in a block": """
        from concurrent.futures import ThreadPoolExecutor
        def serve():
            with ThreadPoolExecutor() as executor:
                executor.submit(len, "").result()
        """,
    "child that ended": """
        import asyncio, subprocess, sys
        async def serve():
            subprocess.run(["true"], check=True)
            process = await asyncio.create_subprocess_exec("true")
            await process.wait()
        """,
    "files closed": """
        import os, tempfile
        from pathlib import Path
        def serve():
            with open(__file__) as file:
                file.read()
            Path(__file__).read_text()
            os.close(os.open(__file__, os.O_RDONLY))
            with tempfile.NamedTemporaryFile() as file:
                pass
            with tempfile.TemporaryDirectory():
                pass
        """,
    "sockets closed": """
        import asyncio, socket
        async def serve():
            for one in socket.socketpair():
                one.close()
            server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0)
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            await reader.read()
            writer.close()
            await writer.wait_closed()
            server.close()
            await server.wait_closed()
        """,
    "sqlite closed": """
        import contextlib, sqlite3
        class Own(sqlite3.Connection):
            pass
        def serve():
            with contextlib.closing(sqlite3.connect(":memory:")) as connection:
                connection.execute("select 1")
            one = sqlite3.connect(":memory:", factory=Own)
            assert isinstance(one, Own)
            one.close()
        """,
    "garbage": """
        class Node:
            pass
        def serve():
            node = Node()
            node.itself = node
            node.number = NUMBERS()
        class NUMBERS:
            pass
        """,
    "changed and changed back": """
        import os, locale, socket, sys, warnings
        def serve():
            before = os.getcwd()
            os.chdir("/")
            os.chdir(before)
            os.umask(os.umask(0o027))
            os.environ["SMALL_APP"] = "x"
            os.environ["SMALL_APP"] = "y"
            del os.environ["SMALL_APP"]
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
            sys.path.append("plugins")
            sys.path.remove("plugins")
        """,
    "set to what it was": """
        import locale, logging, os
        os.environ["SMALL_APP_HOME"] = "/"
        def serve():
            os.environ.setdefault("SMALL_APP_HOME", "/")
            os.environ["SMALL_APP_HOME"] = "/"
            locale.setlocale(locale.LC_ALL)
            logging.getLogger("small.clean").setLevel(logging.NOTSET)
        """,
    "imported late": """
        def serve():
            import small_late
        """,
}


@pytest.mark.parametrize("name", CLEAN)
async def test_clean(small_app: TrackedApp, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    small_app.write("import atexit\natexit.register(len, '')\nopen(__file__).close()\n", "small_late.py")
    monkeypatch.syspath_prepend(str(small_app.root / "src"))
    module = small_app.module(CLEAN[name])
    async with small_app.tidied_up():
        await asyncio.gather(*(small_app.request(module.serve) for _ in range(3)))
        await small_app.tracker.settle()
    assert [str(one) for one in small_app.findings] == []


async def test_work_of_the_app_itself(small_app: TrackedApp) -> None:
    """What `init` starts, and what that makes while requests run."""
    module = small_app.module("""
        import asyncio, threading
        stop = threading.Event()
        queue = asyncio.Queue()
        async def work():
            while True:
                await queue.get()
                asyncio.get_running_loop().call_later(60, print)
                asyncio.create_task(asyncio.sleep(60))
        def init():
            threading.Thread(target=stop.wait, daemon=True).start()
            return asyncio.create_task(work())
        def serve():
            queue.put_nowait(1)
        """)
    async with small_app.tidied_up():
        module.init()
        await small_app.request(module.serve)
        await small_app.tracker.settle()
    module.stop.set()
    assert small_app.findings == []


POOL = """
    import sqlite3
    class Pool:
        def __init__(self):
            self.free = []
        def take(self):
            return self.free.pop() if self.free else self.connect()
        def connect(self):
            return sqlite3.connect(":memory:")
    pool = Pool()
    def serve(event):
        connection = (event.app or pool).take()
        (event.app or pool).free.append(connection)
    def undo(pool):
        for one in pool.free:
            one.close()
    """


@pytest.mark.parametrize("is_state", [False, True])
async def test_pool_that_fills_itself(small_app: TrackedApp, *, is_state: bool) -> None:
    """An object that lives longer than the request opens a connection, and keeps it."""
    module = small_app.module(POOL)
    small_app.state = module.Pool() if is_state else None
    await small_app.request(module.serve)
    await small_app.tracker.settle()
    module.undo(small_app.state or module.pool)
    assert small_app.findings == []


CLIENT = """
    import httpx
    client = httpx.AsyncClient(trust_env=False)
    async def serve(url):
        await client.get(url)
    """


async def test_client_for_all_requests(small_app: TrackedApp) -> None:
    """Its connections are its own, also those that a request made it open."""
    module = small_app.module(CLIENT)
    async with upstream() as url:
        await small_app.request(module.serve, url)
        await small_app.tracker.settle()
        assert small_app.findings == []
        await module.client.aclose()


async def test_each_request_has_its_own(small_app: TrackedApp) -> None:
    """Of two that overlap, the one that left something is named."""
    module = small_app.module("""
        import asyncio
        async def serve(leaves):
            await asyncio.sleep(0.001)
            if leaves:
                asyncio.create_task(asyncio.sleep(60))  # HERE
            await asyncio.sleep(0.001)
        """)
    async with small_app.tidied_up():
        await asyncio.gather(*(small_app.request(module.serve, leaves) for leaves in (False, True, False)))
        await small_app.tracker.settle()
    [finding] = small_app.findings
    assert finding.requests == ("GET /2",)


async def test_a_loop_that_stood_still_shortens_nobodys_grace(small_app: TrackedApp) -> None:
    """Not even for those who would have ended long before: they could not, any more than the loop could."""
    module = small_app.module("""
        import asyncio
        async def short():
            await asyncio.sleep(0.001)
            await asyncio.sleep(0)
        async def serve():
            asyncio.create_task(short())
        """)
    await small_app.request(module.serve)
    time.sleep(small_app.tracker.grace * 2)  # noqa: ASYNC251 - that is the point
    await become(lambda: not small_app.tracker._ended)
    await small_app.request(module.serve)
    asyncio.get_running_loop().call_soon(time.sleep, small_app.tracker.grace * 2)
    await small_app.tracker.settle()
    assert small_app.findings == []


async def test_found_without_waiting_for_it(small_app: TrackedApp) -> None:
    module = small_app.module("""
        import asyncio
        async def serve():
            asyncio.create_task(asyncio.sleep(60))
        """)
    async with small_app.tidied_up():
        await small_app.request(module.serve)
        assert await become(lambda: len(small_app.findings) == 1)
        small_app.tracker.clear()
        await small_app.request(module.serve)
        assert await become(lambda: len(small_app.findings) == 2)


async def test_libraries_may_have_their_own_tasks(small_app: TrackedApp, tmp_path: Path) -> None:
    """A task that an object of a library starts is that object's, as long as the app keeps it."""
    library = tmp_path / "library.py"
    library.write_text(
        "import asyncio\nclass Client:\n    def ping(self):\n"
        "        self.task = asyncio.create_task(asyncio.sleep(60))\n"
    )
    spaces: dict[str, type] = {}
    exec(compile(library.read_text(), library, "exec"), spaces)
    module = small_app.module("""
        client = None
        def serve(make):
            (client or make()).ping()  # HERE
        """)
    async with small_app.tidied_up():
        module.__dict__["client"] = small_app.state = spaces["Client"]()
        await small_app.request(module.serve, spaces["Client"])
        await small_app.tracker.settle()
        assert small_app.findings == []
        module.__dict__["client"] = small_app.state = None
        await small_app.request(module.serve, spaces["Client"])
        await small_app.tracker.settle()
        [finding] = small_app.findings
        assert finding.line == small_app.line()


def test_everything_is_put_back(small_app: TrackedApp) -> None:
    watched = [
        *((builtins, "open"), (io, "open"), (os, "open"), (os, "chdir"), (gc, "disable")),
        *((atexit, "register"), (threading.Thread, "start")),
    ]
    tracker = small_app.tracker
    during = [getattr(*one) for one in watched]
    with tracker.installed():
        assert all(getattr(*one) is not before for one, before in zip(watched, during, strict=True))
    assert [getattr(*one) for one in watched] == during
