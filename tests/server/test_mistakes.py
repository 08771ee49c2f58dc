"""Mistakes of an app's author, each with the one line that is said about it.

A row is what the author wrote, in which file, and the line in the log.
"""

from __future__ import annotations

import gc

import pytest

from support.asgi import Client
from support.request_mistakes import ARGUMENTS, ENDPOINT, GUARD, HOOKS, NAMES, PAGE, Mistake
from support.rewritten import Write

RETURNS = {
    "load, list": Mistake("return [1]", f"load in {PAGE} returned a list; a load returns a dict"),
    "load, text": Mistake('return "x"', f"load in {PAGE} returned a str; a load returns a dict"),
    "load, key": Mistake(
        'return {"a": 1, 2: 3}', f"load in {PAGE} returned a dict with an int among its keys, and the data"
    ),
    "load, Response": Mistake("return json({})", "; it returns data; a +server.py returns responses"),
    "load, httpx": Mistake(
        "return httpx.Response(200)", "returned a Response; write {'items': response.json()}"
    ),
    "load, fail": Mistake(
        "return fail(400)", 'returned an ActionFailure; fail() is for form actions; write error(404, "…")'
    ),
    "load, coroutine": Mistake("return asyncio.sleep(0)", "returned a coroutine; an `await` is missing"),
    "load, generator": Mistake(
        "def load(event): yield {}", "returned a generator; it must `return` a dict instead of using `yield`"
    ),
    "load, class": Mistake("return dict", f"load in {PAGE} returned the class dict; a load returns a dict"),
    "action, Response": Mistake(
        "return json({})",
        f"the form action `add` in {PAGE} returned a BytesResponse; the page gets data as `form`",
        do="add",
    ),
    "action, coroutine": Mistake(
        "return asyncio.sleep(0)", "returned a coroutine; an `await` is missing", do="add"
    ),
    "action, generator": Mistake("yield 1", "it must `return` its result instead of using `yield`", do="add"),
    "endpoint, tuple": Mistake(
        "return {'a': 1}, 201",
        f"GET in {ENDPOINT} returned a tuple; a status goes into the response: json(data, status=201)",
        ENDPOINT,
    ),
    "endpoint, None": Mistake("pass", f"GET in {ENDPOINT} returned nothing; return a Response", ENDPOINT),
    "endpoint, fail": Mistake("return fail(400)", "write json({…}, status=400)", ENDPOINT),
    "endpoint, generator": Mistake(
        "yield b'1'", "returned an async_generator; write starlette.responses.StreamingResponse", ENDPOINT
    ),
    "endpoint, coroutine": Mistake("return asyncio.sleep(0)", "an `await` is missing", ENDPOINT),
    "handle, None": Mistake(
        "await resolve(event)",
        "handle in src/hooks.server.py returned None; return the response: `return await resolve(event)`",
        HOOKS,
    ),
    "handle, no await": Mistake(
        "return resolve(event)",
        "handle in src/hooks.server.py returned a coroutine; an `await` is missing: `return await",
        HOOKS,
    ),
    "handle, dict": Mistake(
        "return {}", "handle in src/hooks.server.py returned a dict; return a response", HOOKS
    ),
    "resolve, nothing": Mistake(
        "return await resolve()",
        "resolve was called without its event; write: return await resolve(event)",
        HOOKS,
    ),
    "resolve, request": Mistake(
        "return await resolve(event.request)",
        "resolve was called with a FormRequest; write: return await",
        HOOKS,
    ),
    "resolve, object": Mistake(
        'return await resolve(event, {"transformPageChunk": str})',
        "resolve(event, a dict): options are named here; write await resolve(event, transform_page_chunk=…)",
        HOOKS,
    ),
    "resolve, camel": Mistake(
        "return await resolve(event, transformPageChunk=str)",
        "resolve(event, transformPageChunk=…): write transform_page_chunk=",
        HOOKS,
    ),
    "resolve, text": Mistake(
        'return await resolve(event, preload="js")',
        "resolve(event, preload=…) takes a function, not a str",
        HOOKS,
    ),
    "chunk, list": Mistake(
        "return await resolve(event, transform_page_chunk=lambda html: [html])",
        "transform_page_chunk returned a list; it gets and returns a text",
        HOOKS,
    ),
    "guard, False": Mistake(
        "return False",
        "guard in src/routes/counter/guard.py returned False, which refuses nobody; refuse by",
        GUARD,
    ),
    "guard, True": Mistake("return True", "guard.py returned True, which refuses nobody", GUARD),
    "reroute": Mistake(
        "def reroute(url): return url", "reroute in src/hooks.server.py returned a URL; return a path", HOOKS
    ),
    "handle_error": Mistake(
        """
        async def handle(event, resolve): raise ValueError
        def handle_error(caught): return "sorry"
        """,
        'handle_error in src/hooks.server.py returned a str; return a dict such as {"message": "…"}',
        HOOKS,
    ),
    "handle_error, status": Mistake(
        """
        async def handle(event, resolve): raise ValueError
        def handle_error(caught): return {"status": 200}
        """,
        "handle_error in src/hooks.server.py returned the status 200; an error has 400 to 599",
        HOOKS,
    ),
    "handle_fetch": Mistake(
        """
        async def handle(event, resolve):
            await event.fetch("/api/json")
        async def handle_fetch(*, event, request, fetch): await fetch(request)
        """,
        "handle_fetch in src/hooks.server.py returned None; return an httpx.Response: `return await",
        HOOKS,
    ),
    "load, redirect": Mistake(
        "return RedirectResponse('/login')",
        f'load in {PAGE} returned a RedirectResponse; write redirect(307, "/login")',
    ),
    "once, a call": Mistake(
        "await event.once('a', asyncio.sleep(0))",
        "event.once('a', …) takes a function, not a coroutine; write event.once('a', lambda: …)",
    ),
    "untrack, a value": Mistake(
        "event.untrack(event.url.pathname)",
        "event.untrack(…) takes a function, not a str; write event.untrack(lambda: …)",
    ),
    "typed input, hidden": Mistake(
        """
        def checked(run): return lambda event: run(event)
        @checked
        async def load(event, id: int): return {}
        """,
        "a decorator hides what the function takes: write @functools.wraps(…) there",
    ),
    "another framework's": Mistake(
        "raise HTTPException(404)",
        'another framework\'s exception is a 500 here: write error(404, "…"), from lissome',
    ),
    "forgotten await": Mistake(
        "(await asyncio.sleep(0)) ; return asyncio.sleep(0).x", "an `await` is missing"
    ),
    "await of a plain function": Mistake(
        "await print()", "the function is not async: call it without `await`"
    ),
    "form, no await": Mistake(
        'event.request.form().get("a")', "write `await event.request.form()`", do="add"
    ),
}

ALL = ARGUMENTS | {name: Mistake(wrote, line) for name, (wrote, line) in NAMES.items()} | RETURNS


@pytest.fixture(autouse=True)
def without_hook(write: Write) -> None:
    write(HOOKS, "")


@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning", "ignore:coroutine:RuntimeWarning"
)
@pytest.mark.parametrize("mistake", ALL.values(), ids=ALL)
async def test_it_is_said(
    client: Client, write: Write, caplog: pytest.LogCaptureFixture, mistake: Mistake
) -> None:
    write(mistake.file, mistake.source())
    target = "/api/json" if mistake.file == ENDPOINT else "/counter"
    answer = await (client.post("/counter?/add", {}) if mistake.do == "add" else client.send(target))
    assert (answer.status, "s3cret" in caplog.text, "s3cret" in answer.text) == (500, False, False)
    assert mistake.line in caplog.text
    gc.collect()  # of coroutines that nobody awaits Python warns now, and not in the next test
