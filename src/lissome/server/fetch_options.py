"""The arguments of `event.fetch`: those of httpx's `request`, and the web's `credentials`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final, Literal, NamedTuple, TypeAlias, TypedDict, cast

import httpx

from lissome.described import described, without_query
from lissome.url import URL

Pairs: TypeAlias = Mapping[str, Any] | Iterable[tuple[str, Any]]
Auth: TypeAlias = tuple[str, str] | httpx.Auth | Callable[[httpx.Request], httpx.Request]
Credentials = Literal["same-origin", "include", "omit"]

# "default" follows those of other origins and not those of the app itself, as in SvelteKit.
Redirects = Literal["default", "follow", "manual", "error"]


class FetchOptions(TypedDict, total=False):
    """The options of `event.fetch`; see https://www.python-httpx.org/api/.

    Attributes:
        content: the body: a text, bytes, or an (asynchronous) iterable of bytes.
        data: the fields of a form.
        timeout: seconds, an `httpx.Timeout`, or None for no limit but the request's own.
        auth: a pair of name and password, an `httpx.Auth`, or a function that changes the request.
        follow_redirects: by default those of other origins are followed, and those of the app itself are not.
        credentials: ``omit`` sends no cookies.
    """

    method: str
    headers: Pairs | httpx.Headers | None
    params: Pairs | httpx.QueryParams | str | None
    content: Any
    data: Mapping[str, Any] | None
    files: Any
    json: Any
    cookies: Mapping[str, str] | list[tuple[str, str]] | httpx.Cookies | None
    timeout: float | tuple[float | None, float | None, float | None, float | None] | httpx.Timeout | None
    auth: Auth | None
    follow_redirects: bool
    extensions: Mapping[str, Any] | None
    credentials: Credentials


class SendOptions(NamedTuple):
    """The options that say how a request is sent; the others are parts of the request.

    Attributes:
        timeout: None for the default.
        is_no_cors: the web's mode ``no-cors``.
    """

    credentials: str = "same-origin"
    redirects: Redirects = "default"
    auth: httpx.Auth | None = None
    timeout: httpx.Timeout | None = None
    is_no_cors: bool = False


_NAMES: Final = tuple(FetchOptions.__annotations__)
_OF_THE_REQUEST: Final = frozenset(
    ("headers", "params", "content", "data", "files", "json", "cookies", "extensions")
)
# What the web's fetch, or another client, calls differently.
_INSTEAD: Final = MappingProxyType(
    {
        "body": "content=, json= or data=",
        "query": "params=",
        "redirect": "follow_redirects=",
        "allow_redirects": "follow_redirects=",
        "signal": "timeout=",
        "searchParams": "params=",
        "form": "data=",
        "mode": "nothing: a server has no CORS",
        "cache": "nothing, or lissome.cache for what may be kept",
        "keepalive": "nothing: connections are kept",
        "verify": "an httpx.AsyncClient of your own, made in `init`",
        "proxy": "an httpx.AsyncClient of your own, made in `init`",
        "stream": "an httpx.AsyncClient of your own, made in `init`",
    }
)


def read_options(page: URL, url: object, options: FetchOptions) -> tuple[httpx.Request, SendOptions]:
    """Return the request that `event.fetch` was asked for, and how to send it.

    Args:
        page: the URL that a relative one is joined with.
        url: a text, or an object whose text it is.

    Raises:
        TypeError: there is no such option, or an argument has a wrong type.
        ValueError: the URL, or an option, has a wrong value.
    """
    for name in options:
        if name not in _NAMES:
            raise TypeError(_unknown(name))
    given = cast("dict[str, Any]", options)
    _check_types(given)
    parts = {name: value for name, value in given.items() if name in _OF_THE_REQUEST}
    request = httpx.Request(options.get("method", "GET"), _resolved(page, url), **parts)
    return request, _send_options(options)


def _check_types(given: Mapping[str, Any]) -> None:
    headers, method = given.get("headers"), given.get("method", "GET")
    if headers is not None and (isinstance(headers, (str, bytes)) or not hasattr(headers, "__iter__")):
        msg = f"event.fetch: headers= takes a mapping or pairs, not {described(headers)}"
        raise TypeError(msg)
    if not isinstance(method, str):
        msg = f'event.fetch: method= takes a text such as "POST", not {described(method)}'
        raise TypeError(msg)


def _send_options(options: FetchOptions) -> SendOptions:
    follows = options.get("follow_redirects")
    credentials = options.get("credentials", "same-origin")
    if credentials not in ("same-origin", "include", "omit"):
        msg = f'event.fetch: credentials={credentials!r}; write "same-origin", "include" or "omit"'
        raise ValueError(msg)
    return SendOptions(
        credentials,
        "default" if follows is None else "follow" if follows else "manual",
        _auth(options.get("auth")),
        _timeout(options["timeout"]) if "timeout" in options else None,
    )


def _resolved(page: URL, url: object) -> str:
    if isinstance(url, (bytes, bytearray)) or type(url).__str__ is object.__str__:
        what = described(url)
        msg = f"event.fetch takes a URL: a str, a URL, or an object whose str() is one, not {what}"
        raise TypeError(msg)
    try:
        return page.join(str(url))
    except ValueError:
        msg = f"event.fetch: {without_query(str(url))!r} is not a valid URL"
        raise ValueError(msg) from None


def _timeout(timeout: object) -> httpx.Timeout:
    if timeout is not None and not isinstance(timeout, (int, float, tuple, httpx.Timeout)):
        what = type(timeout).__name__
        msg = f"event.fetch: timeout= takes seconds, an httpx.Timeout, or None for no limit, not {what}"
        raise TypeError(msg)
    return httpx.Timeout(timeout)


def _auth(auth: object) -> httpx.Auth | None:
    if auth is None or isinstance(auth, httpx.Auth):
        return auth
    if isinstance(auth, tuple) and len(auth) == 2:
        return httpx.BasicAuth(*auth)
    if callable(auth):
        return _FunctionAuth(auth)
    msg = (
        "event.fetch: auth= takes a pair of name and password, an httpx.Auth, or a function of the request, "
        f"not {type(auth).__name__}"
    )
    raise TypeError(msg)


class _FunctionAuth(httpx.Auth):
    """Authentication by a function that gets the request and returns it, changed."""

    def __init__(self, sign: Callable[[httpx.Request], httpx.Request]) -> None:
        self._sign = sign

    def auth_flow(self, request: httpx.Request) -> Any:
        yield self._sign(request)


def _unknown(name: str) -> str:
    instead = _INSTEAD.get(name)
    advice = "" if instead is None else f"; write {instead}"
    return f"event.fetch got an unexpected option {name!r}{advice}. Its options are {', '.join(_NAMES)}"
