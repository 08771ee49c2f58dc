"""Mistakes in arguments and names, as an app's author writes them, each with the line that is said."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

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
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse
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
