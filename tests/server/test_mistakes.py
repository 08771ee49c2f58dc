"""Mistakes of an app's author, each with the one line that is said about it.

A row is what the author wrote, in which file, and the line in the log.
"""

from __future__ import annotations

import gc
import textwrap
from dataclasses import dataclass

import pytest

from support.asgi import Client
from support.rewritten import Write

PAGE = "src/routes/counter/+page.server.py"
ENDPOINT = "src/routes/api/json/+server.py"
ITEM = "src/routes/items/[id]/+page.server.py"
HOOKS = "src/hooks.server.py"
GUARD = "src/routes/counter/guard.py"

IMPORTS = """
import asyncio
import datetime
import httpx
from lissome import HttpError, Redirect, Response, URL, error, fail, json, redirect, text
"""


@dataclass(frozen=True)
class Mistake:
    """What an author wrote, and the line that is said.

    Attributes:
        wrote: the body of a function, or a whole file if it has a `def`.
        line: must be in the log.
        file: where it was written.
        do: "load" asks for the page, "add" posts its form.
    """

    wrote: str
    line: str
    file: str = PAGE
    do: str = "load"

    def source(self) -> str:
        if "def " in self.wrote:
            return IMPORTS + textwrap.dedent(self.wrote)
        body = textwrap.indent(textwrap.dedent(self.wrote).strip(), "    ")
        signature = {
            PAGE: f"async def {self.do}(event):",
            ITEM: "async def load(event):",
            ENDPOINT: "async def GET(event):",
            HOOKS: "async def handle(event, resolve):",
            GUARD: "async def guard(event):",
        }[self.file]
        rest = (
            "async def load(event): return {'count': 1}\nactions = {'add': add}" if self.do == "add" else ""
        )
        return f"{IMPORTS}\n{signature}\n{body}\n{rest}"


ARGUMENTS = {
    "redirect, swapped": Mistake(
        'redirect("/list", 303)',
        'redirect(a str, …): the status, a number, comes first; write redirect(303, "/list")',
    ),
    "redirect, no status": Mistake(
        'redirect("/list")', 'redirect(a str) has no status; write redirect(303, "/list")'
    ),
    "redirect, no location": Mistake(
        "redirect(303)", 'redirect(an int) has no location; write redirect(303, "/list")'
    ),
    "redirect, text": Mistake(
        'redirect("303", "/list")', "redirect(a str, …): the status, a number, comes first"
    ),
    "redirect, None": Mistake(
        "redirect(303, None)",
        'redirect(303, …): the location is None; write a path such as "/list", or a URL such as event.url',
    ),
    "redirect, dict": Mistake(
        'redirect(303, {"path": "/list"})', "redirect(303, …): the location is a dict; write a path"
    ),
    "redirect, 200": Mistake(
        'redirect(200, "/list")', "redirect(200, …): a redirect status is between 300 and 308"
    ),
    "redirect, away": Mistake(
        'redirect(303, "https://pay.example/x?token=s3cret")',
        "redirect('https://pay.example/x?…') leaves the site; if that is meant, write redirect(…, ext",
    ),
    "redirect, umlaut": Mistake(
        'redirect(303, "/straße")', "is not a valid header value; percent-encode its special characters"
    ),
    "error, text": Mistake(
        'error("no")', 'error(a str, …): the status, a number, comes first; write error(404, "…")'
    ),
    "error, exception": Mistake(
        'error(404, ValueError("x"))',
        "error(404, …): the message is a ValueError; write a text that users may see",
    ),
    "error, list": Mistake('error(404, ["x"])', "error(404, …): the message is a list; write a text"),
    "error, 200": Mistake('error(200, "x")', "error(200, …): an HTTP error status is between 400 and 599"),
    "error, third": Mistake(
        'error(404, "x", 7)', 'further members are named, as in error(404, "…", code=7), not an int'
    ),
    "fail, swapped": Mistake(
        'return fail({"errors": {}})',
        'fail(a dict, …): the status, a number, comes first; write fail(400, {"errors": {…}})',
        do="add",
    ),
    "fail, text": Mistake('return fail("no")', "fail(a str, …): the status, a number, comes first", do="add"),
    "fail, 200": Mistake(
        "return fail(200, {})", "fail(200, …): a failure's status is between 400 and 599", do="add"
    ),
    "set_headers, two": Mistake(
        'event.set_headers("age", "5")',
        'set_headers takes a dict; write event.set_headers({"cache-control": "no-store"})',
    ),
    "set_headers, list": Mistake(
        'event.set_headers({"vary": ["a", "b"]})',
        "set_headers({'vary': …}): the value is a list; write one text, joined by commas",
    ),
    "set_headers, None": Mistake(
        'event.set_headers({"age": None})', "set_headers({'age': …}): the value is None; write a text"
    ),
    "set_headers, cookie": Mistake(
        'event.set_headers({"set-cookie": "a=s3cret"})',
        "set cookies with event.cookies.set(…), not with set_headers",
    ),
    "set_headers, twice": Mistake(
        'event.set_headers({"age": 5}); event.set_headers({"age": 6})',
        "header 'age' is set already; only one load or hook may set it",
    ),
    "cookie, object": Mistake(
        'event.cookies.set("a", "1", {"path": "/"})',
        'cookies.set(…, a dict): options are named here; write cookies.set(…, path="/", max_age=60)',
    ),
    "cookie, httpOnly": Mistake(
        'event.cookies.set("a", "1", httpOnly=True)', "cookies.set(…, httpOnly=…): write http_only="
    ),
    "cookie, maxage": Mistake(
        'event.cookies.set("a", "1", maxage=5)', "cookies.set(…, maxage=…): write max_age="
    ),
    "cookie, unknown": Mistake(
        'event.cookies.set("a", "1", lifetime=5)',
        "cookies.set(…, lifetime=…): there are path, http_only, secure",
    ),
    "cookie, number": Mistake(
        'event.cookies.set("a", 5)', "cookie 'a': the value is an int; write a text, for example str(…)"
    ),
    "cookie, dict": Mistake(
        'event.cookies.set("a", {"s": "s3cret"})',
        "cookie 'a': the value is a dict; write a text, for example json.dumps(…)",
    ),
    "cookie, timedelta": Mistake(
        'event.cookies.set("a", "1", max_age=datetime.timedelta(1))',
        "cookie 'a': max_age is a timedelta; write int(….total_seconds())",
    ),
    "cookie, expires": Mistake(
        'event.cookies.set("a", "1", expires=3600)',
        "cookie 'a': expires is an int; write a datetime, or max_age= in seconds",
    ),
    "cookie, sameSite": Mistake(
        'event.cookies.set("a", "1", same_site="Never")',
        "cookie 'a': same_site is 'Never'; it must be one of strict, lax, none, or None",
    ),
    "fetch, object": Mistake(
        'await event.fetch("/api/json", {"method": "POST"})',
        'event.fetch(url, a dict): options are named here; write event.fetch(url, method="POST", json=…)',
    ),
    "fetch, body": Mistake(
        'await event.fetch("/api/json", body="x")',
        "event.fetch got an unexpected option 'body'; write content=, json= or data=",
    ),
    "fetch, headers": Mistake(
        'await event.fetch("/api/json", headers="a: b")',
        "event.fetch: headers= takes a mapping or pairs, not a str",
    ),
    "fetch, method": Mistake(
        'await event.fetch("/api/json", method=None)',
        'event.fetch: method= takes a text such as "POST", not None',
    ),
    "fetch, None": Mistake("await event.fetch(None)", "event.fetch takes a URL: a str, a URL, or an object"),
    "fetch, signal": Mistake(
        'await event.fetch("/", signal=1)', "unexpected option 'signal'; write timeout="
    ),
}

NAMES = {
    "event.getClientAddress": (
        "event.getClientAddress()",
        "event has no `getClientAddress`; write event.get_client_address",
    ),
    "event.setHeaders": ("event.setHeaders({})", "event has no `setHeaders`; write event.set_headers"),
    "event.isDataRequest": (
        "event.isDataRequest",
        "event has no `isDataRequest`; write event.is_data_request",
    ),
    "event.headers": ('event.headers["x"]', "event has no `headers`; write event.request.headers"),
    "event.method": ("event.method", "event has no `method`; write event.request.method"),
    "event.form": ("await event.form()", "event has no `form`; write await event.request.form()"),
    "event.query": ("event.query", 'event has no `query`; write event.url.search_params.get("name")'),
    "event.user": ("event.user", "event has no `user`; write event.locals.user, which `handle`"),
    "event.cookie": ("event.cookie", 'event has no `cookie`; write event.cookies.get("name")'),
    "event.param": ("event.param", "event has no `param`; write event.params"),
    "event.app": ("event.app.pool", "event.app: `init` in src/hooks.server.py yields nothing"),
    "request.formData": (
        "await event.request.formData()",
        "event.request has no `formData`; write await event.request.form()",
    ),
    "request.text": (
        "await event.request.text()",
        "event.request has no `text`; write (await event.request.body()).decode()",
    ),
    "request.arrayBuffer": (
        "await event.request.arrayBuffer()",
        "event.request has no `arrayBuffer`; write await event.request.body()",
    ),
    "request.clone": (
        "event.request.clone()",
        "event.request has no `clone`; write await event.request.body(), which",
    ),
    "request.queryParams": (
        "event.request.queryParams",
        "event.request has no `queryParams`; write event.request.query_params",
    ),
    "url.searchParams": (
        'event.url.searchParams.get("q")',
        "url has no `searchParams`; write url.search_params",
    ),
    "url.path": ("event.url.path", "url has no `path`; write url.pathname"),
    "url.query": ("event.url.query", 'url has no `query`; write url.search_params.get("name")'),
    "url.hash": ("event.url.hash", "url.hash is not sent to servers; read it in the browser"),
    "search_params.getAll": (
        'event.url.search_params.getAll("q")',
        "search_params has no `getAll`; write search_params.get_all",
    ),
    "search_params[]": (
        'event.url.search_params["page"]',
        "the URL has no parameter 'page'; write search_params.get('page') if it may be missing",
    ),
    "cookies[]": (
        'event.cookies["sid"]',
        "event.cookies['sid'] does not work; write event.cookies.get('sid')",
    ),
    "cookies[]=": (
        'event.cookies["sid"] = "s3cret"',
        "event.cookies['sid'] does not work; write event.cookies.set('sid', \"…\")",
    ),
    "cookies.getAll": ("event.cookies.getAll()", "cookies has no `getAll`; write cookies.get_all"),
    "locals[]": ('event.locals["user"]', "event.locals['user'] does not work; write event.locals.user"),
    "locals, unset": (
        "event.locals.user",
        "event.locals.user was never set for this request; set it in `handle`",
    ),
    "params[]": (
        'event.params["slug"]',
        "no parameter 'slug' in this URL; there is none. If it is optional: params.get('slug')",
    ),
    "platform.env": ("event.platform.env", "event.platform has no `env`; write os.environ, or the typed"),
}

RETURNS = {
    "load, list": Mistake("return [1]", f"load in {PAGE} returned a list; a load returns a dict"),
    "load, text": Mistake('return "x"', f"load in {PAGE} returned a str; a load returns a dict"),
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
