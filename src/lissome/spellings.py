"""Names that somebody writes who knows SvelteKit or another framework, and what they are called here.

A class asks from `__getattr__`, which Python calls for names that are not there. Those that are there take
some 50 ns longer to read than without it.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any, Final

_CAPITAL: Final = re.compile(r"(?<!^)([A-Z])")

EVENT: Final = MappingProxyType(
    {
        "body": "await event.request.body()",
        "client": "event.get_client_address()",
        "cookie": 'event.cookies.get("name")',
        "error": 'error(404, "…"), imported from lissome',
        "form": "await event.request.form()",
        "form_data": "await event.request.form()",
        "headers": "event.request.headers; set_headers sets those of the response",
        "host": "event.url.host",
        "json": "await event.request.json()",
        "method": "event.request.method",
        "path": "event.url.pathname",
        "path_params": 'event.params["name"]',
        "pathname": "event.url.pathname",
        "query": 'event.url.search_params.get("name")',
        "query_params": 'event.url.search_params.get("name")',
        "redirect": 'redirect(303, "/list"), imported from lissome',
        "search_params": 'event.url.search_params.get("name")',
        "session": "event.cookies, and event.locals for what `handle` finds out: event.locals.user = …",
        "set_cookie": 'event.cookies.set("name", "value")',
        "state": "event.locals for this request's own values, event.app for those of `init`",
        "text": "(await event.request.body()).decode()",
        "user": "event.locals.user, which `handle` in src/hooks.server.py sets",
    }
)
LOAD_ONLY: Final = MappingProxyType(
    {
        "data": "`data` is for universal loads; write await event.parent() for that of the layouts",
        "depends": "only a load has event.depends",
        "parent": "only a load has event.parent",
        "untrack": "only a load has event.untrack",
    }
)
REQUEST: Final = MappingProxyType(
    {
        "array_buffer": "await event.request.body()",
        "args": 'event.url.search_params.get("name")',
        "blob": "await event.request.body()",
        "bytes": "await event.request.body()",
        "clone": "await event.request.body(), which can be called again: the body is kept",
        "content_type": 'event.request.headers.get("content-type")',
        "data": "await event.request.body()",
        "files": "await event.request.form(), which has files too",
        "form_data": "await event.request.form()",
        "formData": "await event.request.form()",
        "get_json": "await event.request.json()",
        "path": "event.url.pathname",
        "signal": "event.defer(…) for clean-ups; a request is cancelled when its client leaves",
        "text": "(await event.request.body()).decode()",
        "POST": "await event.request.form()",
        "GET": 'event.url.search_params.get("name")',
    }
)
URL: Final = MappingProxyType(
    {
        "fragment": "nothing: browsers do not send it",
        "netloc": "url.host",
        "params": 'url.search_params.get("name"); event.params has those of the route',
        "password": "nothing: browsers do not send it",
        "path": "url.pathname",
        "query": 'url.search_params.get("name"), or url.search for the text',
        "query_params": 'url.search_params.get("name")',
        "scheme": "url.protocol",
        "to_json": "str(url)",
        "to_string": "str(url)",
        "username": "nothing: browsers do not send it",
    }
)
SEARCH_PARAMS: Final = MappingProxyType(
    {
        "append": "urllib.parse.urlencode(…) to make a query",
        "delete": "urllib.parse.urlencode(…) to make a query",
        "entries": "search_params.items()",
        "for_each": "for name, value in search_params.items()",
        "get_list": 'search_params.get_all("name")',
        "getlist": 'search_params.get_all("name")',
        "set": "urllib.parse.urlencode(…) to make a query",
        "size": "len(search_params)",
        "sort": "sorted(search_params.items())",
        "to_string": "str(search_params)",
        "values": "[value for _, value in search_params.items()]",
    }
)
COOKIES: Final = MappingProxyType(
    {
        "delete_cookie": 'cookies.delete("name")',
        "getlist": 'cookies.get("name")',
        "has": 'cookies.get("name") is not None',
        "items": "cookies.get_all().items()",
        "keys": "cookies.get_all()",
        "parse": "cookies.get_all()",
        "pop": 'cookies.delete("name")',
        "remove": 'cookies.delete("name")',
        "set_cookie": 'cookies.set("name", "value")',
        "values": "cookies.get_all().values()",
    }
)
PLATFORM: Final = MappingProxyType(
    {
        "env": "os.environ, or the typed variables of Environment; event.platform is the ASGI scope, a dict",
        "context": "event.spawn(…) for what may go on after the response",
    }
)


def no_attribute(owner: str, of: type, name: str, *tables: Mapping[str, str]) -> AttributeError:
    """Return the error for a name that is not there; it says what to write.

    Args:
        owner: the object as the app writes it.
        of: its class.
        tables: other spellings; camel case is known without them.
    """
    if name.startswith("_"):
        return AttributeError(f"{of.__name__!r} object has no attribute {name!r}")
    snake = _CAPITAL.sub(r"_\1", name).lower()
    known = [one for one in dir(of) if not one.startswith("_")]
    instead = next((table[one] for table in tables for one in (name, snake) if one in table), None)
    if instead is None and snake in known:
        instead = f"{owner}.{snake}"
    if instead is None:
        near = get_close_matches(snake, known, n=1)
        instead = f"{owner}.{near[0]}" if near else None
    advice = f"there are {', '.join(known)}" if instead is None else f"write {instead}"
    return AttributeError(f"{owner} has no `{name}`; {advice}")


def no_subscript(owner: str, key: Any, instead: str) -> TypeError:
    """Return the error for brackets that mean nothing.

    Args:
        key: what stood in the brackets.
        instead: what to write, with `{}` in the key's place.
    """
    written = repr(key) if isinstance(key, str) else "…"
    return TypeError(f"{owner}[{written}] does not work; write {instead.format(written)}")


def no_function(call: str, given: object) -> TypeError:
    """Return the error for a value where a function belongs.

    Args:
        call: with `…` in the function's place.
        given: what was passed; a coroutine is closed, or Python warns that nobody awaited it.
    """
    if inspect.iscoroutine(given):
        given.close()
    kind = type(given).__name__
    return TypeError(f"{call} takes a function, not a {kind}; write {call.replace('…', 'lambda: …')}")
