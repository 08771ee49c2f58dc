"""Mistakes inside functions: control flow, coroutines, blocking calls, arguments."""

from __future__ import annotations

from pathlib import Path
from textwrap import indent

import pytest

from support.mistakes import said_of

PAGE, SERVER, HOOKS, LIB = (
    "src/routes/a/+page.server.py",
    "src/routes/a/+server.py",
    "src/hooks.server.py",
    "src/lib/tools.py",
)
IMPORTS = "from lissome import Redirect, error, fail, json, redirect\n"
COMMITS = "write `return Redirect(303, …)` in the block, which commits, or call redirect() after the block"
MOVE = "so nothing happens: move the call behind the try block, or raise it again there: `raise`"
LOOP = "blocks the event loop, and so every other request of this worker: write"


def action(body: str, imports: str = IMPORTS, head: str = "async def create(event):") -> str:
    """Return a page with an action, whose body begins in line 3."""
    return f'{imports}{head}\n{indent(body, "    ")}\nactions = {{"create": create}}\n'


def rolls_back(line: int, transaction: str) -> str:
    return f"warning: {PAGE}:{line}: redirect() raises, so the transaction of `{transaction}` is rolled back: {COMMITS}"


# The body of an action, and the lines about it.
IN_ACTIONS = [
    # what is returned, and not called
    ("fail(400, {})", f"{PAGE}:3: fail() is returned, not called: write return fail(400, {{}})"),
    ("if x:\n    fail(400, {})", f"{PAGE}:4: fail() is returned, not called: write return fail(400, {{}})"),
    ("raise fail(400, {})", f"{PAGE}:3: fail() is returned, not raised: write return fail(400, {{}})"),
    ("Redirect(303, '/')", f"{PAGE}:3: Redirect() is returned, not called: write return Redirect(303, '/')"),
    (
        "result = fail(400, {})",
        f"{PAGE}:3: result is never used, so this fail() has no effect: write return fail(400, {{}})",
    ),
    (
        "return redirect",
        f'{PAGE}:3: redirect is not called here, so it does nothing: write redirect(303, "/")',
    ),
    ("raise error", f'{PAGE}:3: error is not called here, so it does nothing: write error(404, "Not found")'),
    # transactions
    ("async with db.begin():\n    redirect(303, '/')", rolls_back(4, "db.begin()")),
    ("async with db() as s, s.begin():\n    redirect(303, '/')", rolls_back(4, "s.begin()")),
    (
        "async with s.begin_nested():\n    if x:\n        redirect(303, '/')",
        rolls_back(5, "s.begin_nested()"),
    ),
    ("async with pool.transaction():\n    return redirect(303, '/')", rolls_back(4, "pool.transaction()")),
    (
        "with transaction.atomic():\n    for x in y:\n        redirect(303, '/')",
        rolls_back(5, "transaction.atomic()"),
    ),
    ("async with in_transaction() as tx:\n    redirect(303, '/')", rolls_back(4, "in_transaction()")),
    (
        "try:\n    async with db.begin():\n        redirect(303, '/')\nfinally:\n    pass",
        rolls_back(5, "db.begin()"),
    ),
    (
        "import sqlite3\nwith sqlite3.connect('a') as db:\n    redirect(303, '/')",
        rolls_back(5, "sqlite3.connect('a')"),
    ),
    ("async with prisma.tx() as tx:\n    redirect(303, '/')", rolls_back(4, "prisma.tx()")),
    # swallowed
    (
        "try:\n    redirect(303, '/')\nexcept:\n    log()",
        f"{PAGE}:4: redirect() raises, and `except:` in line 5 swallows that, {MOVE}",
    ),
    (
        "try:\n    error(404)\nexcept BaseException as failure:\n    log(failure)",
        f"{PAGE}:4: error() raises, and `except BaseException:` in line 5 swallows that, {MOVE}",
    ),
    (
        "try:\n    if x:\n        redirect(303, '/')\nexcept (ValueError, BaseException):\n    pass",
        f"{PAGE}:5: redirect() raises, and `except (ValueError, BaseException):` in line 6 swallows that, {MOVE}",
    ),
    (
        "import contextlib\nwith contextlib.suppress(BaseException):\n    redirect(303, '/')",
        f"{PAGE}:5: redirect() raises, and `contextlib.suppress(BaseException)` in line 4 swallows that, {MOVE}",
    ),
    (
        "try:\n    redirect(303, '/')\nfinally:\n    return {}",
        f"{PAGE}:4: redirect() raises, and `return` below `finally:` in line 6 swallows that, {MOVE}",
    ),
    # coroutines
    (
        "event.fetch('/api', method='POST')",
        (
            f"{PAGE}:3: event.fetch('/api', method='POST') is a coroutine, and nothing awaits it: write await "
            "event.fetch('/api', method='POST')"
        ),
    ),
    (
        "name = event.request.form()['name']",
        f"{PAGE}:3: event.request.form() is a coroutine, and nothing awaits it: write await event.request.form()",
    ),
    (
        "data = event.request.form()\nname = data['name']",
        f"{PAGE}:3: event.request.form() is a coroutine, and nothing awaits it: write await event.request.form()",
    ),
    (
        "request = event.request\nreturn dict(request.json())",
        f"{PAGE}:4: request.json() is a coroutine, and nothing awaits it: write await request.json()",
    ),
    # blocking
    (
        "import time\ntime.sleep(1)",
        f"warning: {PAGE}:4: time.sleep() {LOOP} await asyncio.sleep(…), or await asyncio.to_thread(…)",
    ),
    (
        "from time import sleep as nap\nnap(1)",
        f"warning: {PAGE}:4: time.sleep() {LOOP} await asyncio.sleep(…), or await asyncio.to_thread(…)",
    ),
    (
        "import requests\nrequests.get(URL)",
        f"warning: {PAGE}:4: requests.get() {LOOP} await event.fetch(…), or await asyncio.to_thread(…)",
    ),
    (
        "import subprocess as sp\nsp.run(['a'])",
        (
            f"warning: {PAGE}:4: subprocess.run() {LOOP} await "
            "asyncio.create_subprocess_exec(…), or await asyncio.to_thread(…)"
        ),
    ),
    (
        "import httpx\nwith httpx.Client() as c: ...",
        f"warning: {PAGE}:4: httpx.Client() {LOOP} httpx.AsyncClient(…), or await asyncio.to_thread(…)",
    ),
    (
        "import asyncio\nasyncio.run(send())",
        (
            f"{PAGE}:4: asyncio.run() fails here, because an event loop runs already: write await …, without "
            "asyncio.run()"
        ),
    ),
    (
        "asyncio.get_event_loop().run_until_complete(send())",
        (
            f"{PAGE}:3: asyncio.get_event_loop().run_until_complete() fails here, because an event loop runs already: "
            "write await …, without asyncio.get_event_loop().run_until_complete()"
        ),
    ),
    (
        "x = await event.request.json",
        f"{PAGE}:3: event.request.json is not called here: write await event.request.json(…)",
    ),
    # arguments
    (
        "redirect('/x', 303)",
        f"{PAGE}:3: in redirect('/x'…) the status comes first: write redirect(303, \"/list\")",
    ),
    ("error('no')", f"{PAGE}:3: in error('no'…) the status comes first: write error(404, \"Not found\")"),
    (
        "return fail({})",
        f'{PAGE}:3: in fail({{}}…) the status comes first: write fail(400, {{"errors": {{…}}}})',
    ),
    ("redirect(303)", f'{PAGE}:3: redirect() needs a status and a location: write redirect(303, "/list")'),
    (
        "redirect(200, '/')",
        f'warning: {PAGE}:3: redirect(200, …) needs a status between 300 and 308: write redirect(303, "/list")',
    ),
    (
        "event.cookies.set('a', 'b', httpOnly=True)",
        f"{PAGE}:3: event.cookies.set() has no httpOnly: write http_only=…",
    ),
    (
        "event.cookies.set('a', 'b', {'path': '/', 'maxAge': 1})",
        (
            f"{PAGE}:3: event.cookies.set() takes its options by name, not in a dict: write event.cookies.set(…, "
            "path=…, max_age=…)"
        ),
    ),
    (
        "await event.fetch('/', {'method': 'POST'})",
        f"{PAGE}:3: event.fetch() takes its options by name, not in a dict: write event.fetch(…, method=…)",
    ),
    ("await event.fetch('/', body=b'')", f"{PAGE}:3: event.fetch() has no body: write content=…"),
    (
        "return json({'id': 1}, {'status': 201})",
        f"{PAGE}:3: json() takes its options by name, not in a dict: write json(…, status=…)",
    ),
    (
        "await event.once(prices)",
        f'{PAGE}:3: once() takes a key, and then the function: write event.once("prices", prices)',
    ),
    ("event.set_headers({'age': 5})", f'{PAGE}:3: the value of a header is a text: write "5"'),
    # members
    ("event.setHeaders({})", f"{PAGE}:3: there is no event.setHeaders: write event.set_headers"),
    ("event.query['a']", f"{PAGE}:3: there is no event.query: write event.url.search_params"),
    (
        "event.url.searchParams",
        f"{PAGE}:3: there is no event.url.searchParams: write event.url.search_params",
    ),
    (
        "await event.request.formData()",
        f"{PAGE}:3: there is no event.request.formData: write await event.request.form()",
    ),
    (
        "event.getClientAddress()",
        f"{PAGE}:3: there is no event.getClientAddress: write event.get_client_address",
    ),
    ("event.params.id", f'{PAGE}:3: event.params is a mapping: write event.params["id"]'),
    ("event['cookies']", f"{PAGE}:3: event is an object: write event.cookies"),
    (
        "await event.cookies.set('a', 'b')",
        f"{PAGE}:3: event.cookies.set() is no coroutine: write it without await",
    ),
    ("event.headers['a']", f"{PAGE}:3: there is no event.headers: write event.request.headers"),
]

# Files, and the lines about them.
ELSEWHERE = [
    (
        {
            PAGE: "from lissome import redirect as go\nasync def load(event):\n    async with db.begin():\n        go(303, '/')"
        },
        rolls_back(4, "db.begin()"),
    ),
    (
        {PAGE: "import lissome\n@db.atomic()\ndef load(event):\n    lissome.redirect(303, '/')"},
        rolls_back(4, "@db.atomic()"),
    ),
    (
        {
            LIB: "from lissome import redirect\ngo = redirect\n",
            PAGE: "from lib.tools import redirect as away\nasync def load(event):\n    async with db.begin():\n"
            "        away(303, '/')",
        },
        rolls_back(4, "db.begin()"),
    ),
    (
        {
            "src/routes/a/tools.py": "from lissome import redirect as go\n",
            PAGE: "from .tools import go\nasync def load(event):\n    async with db.begin():\n        go(303, '/')",
        },
        rolls_back(4, "db.begin()"),
    ),
    (
        {
            "src/lib/__init__.py": "from .tools import go\n",
            LIB: "from lissome import redirect as go\n",
            PAGE: "from ...lib import go\nasync def load(event):\n    async with db.begin():\n        go(303, '/')",
        },
        rolls_back(4, "db.begin()"),
    ),
    (
        {LIB: "from lissome import fail\ndef refuse(x):\n    fail(400, x)"},
        f"{LIB}:3: fail() is returned, not called: write return fail(400, x)",
    ),
    (
        {LIB: "from lissome import RequestEvent\nasync def a(e: RequestEvent):\n    e.request.json()"},
        f"{LIB}:3: e.request.json() is a coroutine, and nothing awaits it: write await e.request.json()",
    ),
    (
        {PAGE: "def load(event):\n    return {'a': event.parent()['b']}"},
        (
            f"{PAGE}:2: event.parent() is a coroutine, and nothing awaits it: make it `async def load` and write await "
            "event.parent()"
        ),
    ),
    (
        {
            HOOKS: "async def handle(event, resolve):\n    response = resolve(event)\n    response.headers['a'] = 'b'\n"
            "    return response.body"
        },
        f"{HOOKS}:2: resolve(event) is a coroutine, and nothing awaits it: write await resolve(event)",
    ),
    (
        {HOOKS: "async def handle(event, resolve):\n    return await resolve(event, transformPageChunk=f)"},
        f"{HOOKS}:2: resolve() has no transformPageChunk: write transform_page_chunk=…",
    ),
    (
        {SERVER: "import time\ndef GET(event):\n    time.sleep(1)\n    return ''"},
        (
            f"warning: {SERVER}:3: time.sleep() {LOOP[:-5]}make it `async def GET` and write await asyncio.sleep(…), or "
            "await asyncio.to_thread(…)"
        ),
    ),
    (
        {"src/routes/guard.py": "import requests\nasync def guard(event):\n    requests.post('https://a')"},
        f"warning: src/routes/guard.py:3: requests.post() {LOOP} await event.fetch(…), or await asyncio.to_thread(…)",
    ),
]

FINE = [
    "return fail(400, {})",
    "result = fail(400, {})\nreturn result",
    "return fail(400, {}) if x else None",
    "raise redirect(303, '/')",
    "return redirect(303, '/')",
    "return Redirect(303, '/')",
    "raise Redirect(303, '/')",
    "async with db.begin():\n    await save()\nredirect(303, '/')",
    "async with db.begin():\n    return Redirect(303, '/')",
    "async with db.begin():\n    error(409)",
    "async with db.begin() as c:\n    await c.commit()\n    redirect(303, '/')",
    "async with db.begin():\n    def later():\n        redirect(303, '/')\n    event.defer(later)",
    "import sentry_sdk\nwith sentry_sdk.start_transaction(op='a', name='b'):\n    redirect(303, '/')",
    "async with lock, open_session() as s:\n    redirect(303, '/')",
    "with tracer.start_transaction('checkout'):\n    redirect(303, '/')",
    "import contextlib\nwith contextlib.suppress(KeyError):\n    redirect(303, '/')",
    "try:\n    redirect(303, '/')\nexcept ValueError:\n    pass",
    "try:\n    redirect(303, '/')\nexcept BaseException:\n    log()\n    raise",
    "try:\n    redirect(303, '/')\nexcept Redirect:\n    raise\nexcept:\n    pass",
    "try:\n    await save()\nexcept:\n    redirect(303, '/')",
    "try:\n    await save()\nexcept BaseException:\n    pass\nelse:\n    redirect(303, '/')",
    "try:\n    redirect(303, '/')\nfinally:\n    await close()",
    "def fail(status): ...\nfail(3)",
    "error = check(event)\nif error:\n    print(error)",
    "data = await event.request.form()\nreturn data['a']",
    "task = event.spawn(event.fetch('/a'))\nreturn (await task).json()",
    "waiting = event.fetch('/a')\nanswer = await waiting\nreturn answer.json()",
    "import asyncio\na, b = await asyncio.gather(event.fetch('/a'), event.fetch('/b'))",
    "return {'later': event.fetch('/a')}",
    "async with event.request.form() as form:\n    return {'a': form['a']}",
    "import asyncio, time\nawait asyncio.to_thread(time.sleep, 1)",
    "import asyncio, time\nawait asyncio.to_thread(lambda: time.sleep(1))",
    "import time\ndef work():\n    time.sleep(1)\nawait asyncio.to_thread(work)",
    "import httpx\nasync with httpx.AsyncClient() as c:\n    await c.get('https://a')",
    "import sqlite3\nsqlite3.connect('a')",
    "event.locals.user = event.params['id']\nevent.platform['a']",
    "fail(400, {}).data['a']",
    "event.params.get('id')\nevent.cookies.set('a', 'b')",
]
FINE_ELSEWHERE = [
    {LIB: "from unittest import fail\ndef check(x):\n    fail(x)"},
    {LIB: "def redirect(a): ...\nasync def go(db):\n    async with db.begin():\n        redirect(1)"},
    {LIB: "import time\ndef work():\n    time.sleep(1)\nasync def event_of(event):\n    return event.query"},
    {LIB: "try:\n    from lissome import fail\nexcept ImportError:\n    fail = None\ndef f():\n    fail(1)"},
    {"src/lib/test_tools.py": "import pytest\nfrom lissome import fail\ndef test():\n    fail(400, {})"},
    {SERVER: "import time\ndef GET(event): return time.time()\ndef wait():\n    time.sleep(1)"},
]


@pytest.mark.parametrize(("body", "line"), IN_ACTIONS)
def test_a_mistake_in_an_action(tmp_path: Path, body: str, line: str) -> None:
    assert said_of(tmp_path, {PAGE: action(body)}) == [line]


@pytest.mark.parametrize(("files", "line"), ELSEWHERE)
def test_a_mistake_elsewhere(tmp_path: Path, files: dict[str, str | None], line: str) -> None:
    assert said_of(tmp_path, files) == [line]


@pytest.mark.parametrize("body", FINE)
def test_this_is_fine_in_an_action(tmp_path: Path, body: str) -> None:
    assert said_of(tmp_path, {PAGE: action(body)}) == []


@pytest.mark.parametrize("files", FINE_ELSEWHERE)
def test_this_is_fine_elsewhere(tmp_path: Path, files: dict[str, str | None]) -> None:
    assert said_of(tmp_path, files) == []
