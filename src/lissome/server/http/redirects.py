"""Following a redirect, as the web does: https://fetch.spec.whatwg.org/#http-redirect-fetch"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final

import ada_url
import httpx

# https://fetch.spec.whatwg.org/#redirect-status
REDIRECT_STATUSES: Final = frozenset({301, 302, 303, 307, 308})
# The redirects that one request may have.
MAX_REDIRECTS: Final = 20

_OF_THE_BODY: Final = frozenset(
    (
        *(b"content-encoding", b"content-language", b"content-length", b"content-location"),
        *(b"content-type", b"transfer-encoding"),
    )
)
# What is meant for one origin alone. `Host` is made anew.
_OF_THE_ORIGIN: Final = frozenset({b"authorization", b"cookie", b"host", b"proxy-authorization"})

Fields = Sequence[tuple[bytes, bytes]]


def is_redirect(response: httpx.Response) -> bool:
    """True if the response sends its client to another URL."""
    return response.status_code in REDIRECT_STATUSES and "location" in response.headers


def redirected(response: httpx.Response, fields: Fields) -> httpx.Request:
    """Return the request that follows a redirect.

    Args:
        response: the redirect.
        fields: the headers that go on with the request. Its own may have more, for its URL alone: cookies,
            or what an auth flow has added.

    Raises:
        httpx.RemoteProtocolError: the web does not follow it.
    """
    request = response.request
    url = _target(response)
    keeps_body = not _becomes_get(response.status_code, request.method)
    keeps_origin = _origin(url) == _origin(request.url)
    if not keeps_origin:
        fields = _without(fields, _OF_THE_ORIGIN)
    if not any(name.lower() == b"host" for name, _ in fields):
        fields = [(b"Host", url.netloc), *fields]
    extensions = _carried(request.extensions, keeps_origin=keeps_origin)
    if keeps_body:
        return httpx.Request(
            request.method, url, headers=fields, stream=request.stream, extensions=extensions
        )
    return httpx.Request("GET", url, headers=_without(fields, _OF_THE_BODY), extensions=extensions)


def refused(response: httpx.Response) -> httpx.RemoteProtocolError:
    """Return the failure of a request that must not be redirected."""
    return _failure(response, "unexpected redirect")


def _becomes_get(status: int, method: str) -> bool:
    if status == 303:
        return method not in ("GET", "HEAD")
    return status in (301, 302) and method == "POST"


def _target(response: httpx.Response) -> httpx.URL:
    # in UTF-8, as browsers read it
    location = next(value for name, value in response.headers.raw if name.lower() == b"location")
    reference = location.decode("utf-8", "replace")
    try:
        parsed = ada_url.URL(reference, str(response.request.url))
        url = httpx.URL(str(parsed.href))
    except (ValueError, httpx.InvalidURL):
        raise _failure(response, f"redirect to {reference!r}, which is not a valid URL") from None
    if url.scheme not in ("http", "https"):
        raise _failure(response, f"redirect to {reference!r}, which is neither http: nor https:")
    if url.userinfo:
        raise _failure(response, f"redirect to a URL of {url.host} with a name and a password in it")
    return url if url.fragment else url.copy_with(fragment=response.request.url.fragment or None)


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


def _without(fields: Fields, names: Collection[bytes]) -> Fields:
    return [(name, value) for name, value in fields if name.lower() not in names]


def _carried(extensions: dict[str, Any], *, keeps_origin: bool) -> dict[str, Any]:
    """Return httpx's extensions without those that are meant for the redirect's own URL."""
    dropped = ("target",) if keeps_origin else ("target", "sni_hostname")
    return {name: value for name, value in extensions.items() if name not in dropped}


def _failure(response: httpx.Response, what: str) -> httpx.RemoteProtocolError:
    return httpx.RemoteProtocolError(f"{response.status_code}: {what}", request=response.request)
