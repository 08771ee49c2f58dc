"""`redirect()` and `error()` arrive, whatever they pass on their way; and what returning them does."""

from __future__ import annotations

import pickle
import textwrap
from typing import Any

import pytest

from lissome import ControlFlow, HttpError, Redirect
from lissome.errors import delivered
from support.asgi import Client
from support.rewritten import Write

PAGE = "src/routes/counter/+page.server.py"
ENDPOINT = "src/routes/api/json/+server.py"
HOOKS = "src/hooks.server.py"
GUARD = "src/routes/counter/guard.py"

IMPORTS = """
import anyio
import asyncio
import contextlib
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from lissome import HttpError, Redirect, error, fail, get_request_event, redirect

async def leave():
    redirect(303, "/about")

async def refuse():
    error(418, "teapot")

async def fine():
    await asyncio.sleep(0)

async def broken():
    raise ValueError("broken")

class Transaction:
    '''As SQLAlchemy's `begin()`: it commits unless an exception leaves the block.'''
    seen = []
    async def __aenter__(self): return self
    async def __aexit__(self, kind, failure, traceback):
        self.seen.append("commit" if kind is None else "rollback")

class Again:
    '''As tenacity: it tries again when an Exception was raised.'''
    tries = 0
    async def run(self, work):
        for _ in range(3):
            try:
                self.tries += 1
                return await work()
            except Exception:
                continue
"""

# Ways in which a load calls `leave()`, which redirects.
WAYS = {
    "a call": "await leave()",
    "raise": 'raise redirect(303, "/about")',
    "return of the call": 'return redirect(303, "/about")',
    "return of the class": 'return Redirect(303, "/about")',
    "raise of the class": 'raise Redirect(303, "/about")',
    "except Exception": """
        try:
            await leave()
        except Exception:
            return {"count": 1}
    """,
    "suppress": """
        with contextlib.suppress(Exception):
            await leave()
    """,
    "trying again": "await Again().run(leave)",
    "finally": """
        try:
            await leave()
        finally:
            await fine()
    """,
    "TaskGroup, in a child": """
        async with asyncio.TaskGroup() as group:
            group.create_task(leave())
            await asyncio.Event().wait()
    """,
    "TaskGroup, in the body": """
        async with asyncio.TaskGroup() as group:
            group.create_task(asyncio.Event().wait())
            await leave()
    """,
    "TaskGroup, nested": """
        async with asyncio.TaskGroup() as outer:
            async with asyncio.TaskGroup() as inner:
                inner.create_task(leave())
                outer.create_task(asyncio.Event().wait())
    """,
    "TaskGroup, twice": """
        async with asyncio.TaskGroup() as group:
            group.create_task(leave())
            group.create_task(refuse())
    """,
    "anyio": """
        async with anyio.create_task_group() as group:
            group.start_soon(leave)
            await anyio.sleep_forever()
    """,
    "gather": "await asyncio.gather(fine(), leave())",
    "gather that returns": """
        for result in await asyncio.gather(fine(), leave(), return_exceptions=True):
            if isinstance(result, BaseException):
                raise result
    """,
    "wait": """
        done, _ = await asyncio.wait([asyncio.create_task(leave())])
        done.pop().result()
    """,
    "shield": "await asyncio.shield(leave())",
    "timeout": """
        async with asyncio.timeout(100):
            await leave()
    """,
    "wait_for": "await asyncio.wait_for(leave(), 100)",
    "to_thread": 'await asyncio.to_thread(redirect, 303, "/about")',
    "anyio's threads": 'await anyio.to_thread.run_sync(redirect, 303, "/about")',
    "an executor": """
        with ThreadPoolExecutor() as pool:
            await asyncio.get_running_loop().run_in_executor(pool, redirect, 303, "/about")
    """,
    "once": 'await event.once("user", leave)',
    "once, by two": """
        await asyncio.gather(event.once("user", leave), event.once("user", leave))
    """,
    "enter": """
        @contextlib.asynccontextmanager
        async def entered():
            yield
        await event.enter(entered())
        await leave()
    """,
    "spawn, awaited": "await event.spawn(leave())",
    "a generator": """
        def steps():
            yield 1
            redirect(303, "/about")
        list(steps())
    """,
    "asynccontextmanager": """
        @contextlib.asynccontextmanager
        async def db():
            try:
                yield
            except Exception:
                return
        async with db():
            await leave()
    """,
    "ExitStack": """
        async with contextlib.AsyncExitStack() as stack:
            stack.enter_context(contextlib.suppress(Exception))
            await leave()
    """,
    "sqlite": """
        with sqlite3.connect(":memory:") as db:
            await leave()
    """,
    "a cache's loader": """
        from lissome.cache import Cache
        cache = Cache[int, int]("users", size=1, ttl=1)
        await cache.get(1, leave)
    """,
    "a cached function": """
        from lissome.cache import Cache
        cache = Cache[int, int]("users", size=1, ttl=1)
        await asyncio.gather(cache.get(1, leave), cache.get(1, leave))
    """,
    "parent": "await event.parent(); await leave()",
}


def load(body: str) -> str:
    lines = textwrap.indent(textwrap.dedent(body).strip(), "    ")
    return f"{IMPORTS}\nasync def load(event):\n{lines}\n    return {{'count': 1}}\n"


@pytest.mark.parametrize("body", WAYS.values(), ids=WAYS)
async def test_a_redirect_arrives(client: Client, write: Write, body: str) -> None:
    write(PAGE, load(body))
    answer = await client.send("/counter")
    assert (answer.status, answer.header("location")) == (303, "/about")


@pytest.mark.parametrize("body", WAYS.values(), ids=WAYS)
async def test_an_error_arrives(client: Client, write: Write, body: str) -> None:
    swapped = body.replace("leave", "refuse").replace('303, "/about"', '418, "teapot"')
    swapped = swapped.replace("redirect", "error").replace("Redirect", "HttpError")
    write(PAGE, load(swapped))
    answer = await client.send("/counter")
    assert (answer.status, "teapot" in answer.text) == (418, True)


# The function that returns something, its file, and what is asked for.
HANDLERS = {
    "load": ("async def load(event): return {}", PAGE, "GET"),
    "sync load": ("def load(event): return {}", PAGE, "GET"),
    "action": ("async def add(event): return {}\nactions = dict(add=add)", PAGE, "POST"),
    "endpoint": ("async def GET(event): return {}", ENDPOINT, "GET"),
    "handle": ("async def handle(event, resolve): return {}", HOOKS, "GET"),
    "guard": ("async def guard(event): return {}", GUARD, "GET"),
}


@pytest.mark.parametrize("name", HANDLERS)
@pytest.mark.parametrize("outcome", ['Redirect(303, "/about")', 'HttpError(418, "teapot", code=7)'])
async def test_all_may_return_it(client: Client, write: Write, name: str, outcome: str) -> None:
    source, file, method = HANDLERS[name]
    write(file, IMPORTS + source.format(outcome))
    target = "/api/json" if file == ENDPOINT else "/counter"
    answer = await (client.post("/counter?/add", {}) if method == "POST" else client.send(target))
    expected = (303, "/about") if outcome.startswith("Redirect") else (418, None)
    assert (answer.status, answer.header("location")) == expected


TRANSACTIONS = {
    "returned": ('return Redirect(303, "/about")', "commit"),
    "called": ('redirect(303, "/about")', "rollback"),
    "failure": ('return fail(400, {"errors": {}})', "commit"),
    "error": ('error(409, "taken")', "rollback"),
}


@pytest.mark.parametrize(("last", "end"), TRANSACTIONS.values(), ids=TRANSACTIONS)
async def test_a_block_commits_what_is_returned(client: Client, write: Write, last: str, end: str) -> None:
    source = f"""{IMPORTS}
async def load(event): return {{"count": 1}}
async def add(event):
    async with Transaction():
        {last}
actions = {{"add": add}}
"""
    module = write(PAGE, source)
    await client.post("/counter?/add", {})
    assert module.Transaction.seen == [end]


SQL = """
from sqlalchemy import StaticPool, text
from sqlalchemy.ext.asyncio import create_async_engine
from lissome import Redirect, redirect

engine = create_async_engine("sqlite+aiosqlite:///:memory:", poolclass=StaticPool)

async def load(event): return {"count": 1}

async def add(event):
    async with engine.begin() as db:
        await db.execute(text("create table if not exists notes (id integer)"))
    async with engine.begin() as db:
        await db.execute(text("insert into notes values (1)"))
        LAST
actions = {"add": add}

async def count():
    async with engine.connect() as db:
        found = await db.scalar(text("select count(*) from notes"))
    await engine.dispose()
    return found
"""


@pytest.mark.parametrize(
    ("last", "kept"), [('return Redirect(303, "/about")', 1), ('redirect(303, "/about")', 0)]
)
async def test_sqlalchemy(client: Client, write: Write, last: str, kept: int) -> None:
    pytest.importorskip("aiosqlite")
    module = write(PAGE, SQL.replace("LAST", last))
    assert (await client.post("/counter?/add", {})).header("location") == "/about"
    assert await module.count() == kept


async def test_another_failure_in_the_group_is_a_failure(
    client: Client, write: Write, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[BaseException] = []
    hooks = write(HOOKS, "def handle_error(caught): told.append(caught.error)")
    hooks.__dict__["told"] = told
    write(
        PAGE,
        load("""
            async with asyncio.TaskGroup() as group:
                group.create_task(leave())
                group.create_task(broken())
        """),
    )
    assert (await client.send("/counter")).status == 500
    assert [type(failure) for failure in told] == [BaseExceptionGroup]


async def test_a_returned_constant_stays_clean(client: Client, write: Write) -> None:
    """It would collect the traceback of each request, and with it the event."""
    module = write(PAGE, f'{IMPORTS}\nAWAY = Redirect(303, "/about")\nasync def load(event): return AWAY')
    for _ in range(2):
        assert (await client.send("/counter")).status == 303
    assert module.AWAY.__traceback__ is None


async def test_in_a_spawned_task_it_is_said(
    client: Client, write: Write, caplog: pytest.LogCaptureFixture
) -> None:
    write(PAGE, load("event.spawn(leave())"))
    assert (await client.send("/counter")).status == 200
    assert "its task leave ended with Redirect('303 -> /about'). The response does not wait" in caplog.text


async def test_in_a_streamed_value_it_is_said(
    client: Client, write: Write, caplog: pytest.LogCaptureFixture
) -> None:
    write(HOOKS, "")
    write(PAGE, load('return {"count": 1, "late": leave()}'))
    answer = await client.data("/counter")
    assert (answer.status, "Internal Error" in answer.text) == (200, True)
    assert "GET /counter/__data.json: redirect() in a value that the load does not await" in caplog.text


async def test_in_a_streamed_body_it_is_said(client: Client, write: Write) -> None:
    write(
        ENDPOINT,
        f"""{IMPORTS}
from starlette.responses import StreamingResponse
def rows():
    yield b"1"
    redirect(303, "/about")
async def GET(event): return StreamingResponse(rows())
""",
    )
    with pytest.raises(RuntimeError, match=r"/api/json: redirect\(\) or error\(\) was called in a streamed"):
        await client.send("/api/json")


async def test_at_the_end_of_a_request_it_is_logged(
    client: Client, write: Write, caplog: pytest.LogCaptureFixture
) -> None:
    write(PAGE, load('event.defer(redirect, 303, "/about")'))
    assert (await client.send("/counter")).status == 200
    assert "redirect failed at the end of the request" in caplog.text


def test_groups() -> None:
    one, two = Redirect(303, "/a"), HttpError(404)
    assert delivered(BaseExceptionGroup("", [BaseExceptionGroup("", [one]), two])) is one
    mixed = BaseExceptionGroup("", [one, ValueError()])
    assert delivered(mixed) is mixed
    assert delivered(one) is one


@pytest.mark.parametrize(
    "made", [Redirect(303, "https://pay.example/x?y", external=True), HttpError(404, "no", code=1)]
)
def test_they_cross_processes(made: Any) -> None:
    """A pool of processes sends exceptions by pickle, and breaks if it cannot read one."""
    back = pickle.loads(pickle.dumps(made))
    assert (type(back), str(back), vars(back)) == (type(made), str(made), vars(made))
    assert isinstance(made, ControlFlow)
    assert not isinstance(made, Exception)


def test_a_redirect_hides_its_query() -> None:
    assert "4711" not in repr(Redirect(303, "/reset?token=4711"))
