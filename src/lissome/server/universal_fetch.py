"""`fetch` of universal loads: what V8 asks for, and the answer that it makes a `Response` of."""

from __future__ import annotations

import base64
from types import MappingProxyType
from typing import Any, Final

import httpx

from lissome.server.fetch import fetch_request
from lissome.server.fetch_options import Redirects, SendOptions
from lissome.server.request.context import RequestContext

# The web's values of `redirect`. "follow" is the default there, and kit does not follow what the app itself
# answers.
_REDIRECTS: Final = MappingProxyType[str, Redirects](
    {"follow": "default", "manual": "manual", "error": "error"}
)


async def fetch_for_universal(
    context: RequestContext, wanted: dict[str, Any], *, is_hydrated: bool
) -> dict[str, Any]:
    """Fetch for a universal function in V8; the answer is JSON-able (see vite/isolate/messages.d.ts).

    Args:
        wanted: the request.
        is_hydrated: the browser repeats what the function does, and it gets only those headers that the app
            lets through. So the function may read no others, as in kit.

    Raises:
        httpx.RequestError: there is no answer; its text is that of the error in V8.
    """
    try:
        response = await fetch_request(context, _request(context, wanted), _options(wanted))
    except httpx.RequestError as failure:
        # timeouts of httpx have no text
        failure.args = (f"fetch failed: {str(failure) or type(failure).__name__}",)
        raise
    allow = context.options.get("filter_serialized_response_headers")
    # Only the network gives these; a response that the app made has none in kit either.
    by_network = "http_version" in response.extensions
    headers = _headers(response, by_network=by_network)
    readable = [pair for pair in headers if not is_hydrated or (allow is not None and allow(*pair))]
    text = _text(response.content)
    return {
        "status": response.status_code,
        "status_text": response.extensions.get("reason_phrase", b"").decode("latin-1"),
        # Cookies are for the browser alone, unless the app says otherwise.
        "headers": [pair for pair in headers if pair[0] != "set-cookie" or pair in readable],
        "hides_cookies": any(pair[0] == "set-cookie" and pair not in readable for pair in headers),
        "body": base64.b64encode(response.content).decode() if text is None else text,
        "b64": text is None,
        "url": str(response.url.copy_with(fragment=None)) if by_network else "",
        "redirected": by_network and bool(response.history),
        "readable": [key for key, _ in readable] if is_hydrated else None,
    }


def _request(context: RequestContext, wanted: dict[str, Any]) -> httpx.Request:
    body = wanted.get("body")
    return httpx.Request(
        wanted.get("method", "GET"),
        context.url.join(wanted["url"]),
        # a text of JavaScript's Headers stands for bytes
        headers=[(name.encode(), value.encode("latin-1")) for name, value in wanted.get("headers") or ()],
        content=None if body is None else base64.b64decode(body) if wanted.get("body_b64") else body.encode(),
    )


def _options(wanted: dict[str, Any]) -> SendOptions:
    return SendOptions(
        credentials=wanted.get("credentials") or "same-origin",
        redirects=_REDIRECTS[wanted.get("redirect") or "follow"],
        is_no_cors=wanted.get("mode") == "no-cors",
    )


def _headers(response: httpx.Response, *, by_network: bool) -> list[tuple[str, str]]:
    """Return the fields as JavaScript's `Headers` does: sorted by name, repeated ones joined, but cookies."""
    single = [(key, value) for key, value in response.headers.items() if key != "set-cookie"]
    if not by_network:
        single = [pair for pair in single if pair[0] != "content-length"]
    cookies = [("set-cookie", value) for value in response.headers.get_list("set-cookie")]
    return sorted([*single, *cookies], key=lambda pair: pair[0])


def _text(content: bytes) -> str | None:
    try:
        return content.decode()
    except UnicodeDecodeError:
        return None
