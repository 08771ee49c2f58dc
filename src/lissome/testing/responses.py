"""Responses of an app under test: pages, data of pages, results of form actions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any, Final

import httpx
import orjson

from lissome import codec

_SILENT: Final = frozenset({"script", "style", "template", "noscript", "head"})
_VOID: Final = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "wbr"})


class UnexpectedResponse(AssertionError):
    """The app's response is not of the requested kind.

    Attributes:
        response: the response.
    """

    def __init__(self, message: str, response: httpx.Response) -> None:
        super().__init__(message)
        self.response = response


@dataclass(frozen=True, slots=True)
class Page:
    """A page, before any script has run.

    Attributes:
        response: the last one if there were redirects.
    """

    response: httpx.Response

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def path(self) -> str:
        """The path of the page, after redirects."""
        return self.response.url.path

    @property
    def html(self) -> str:
        return self.response.text

    @property
    def text(self) -> str:
        """The visible text: the body without tags, with single spaces."""
        reader = _Text()
        reader.feed(self.html)
        reader.close()
        return re.sub(r"\s+", " ", " ".join(reader.parts)).strip()


@dataclass(frozen=True, slots=True)
class ActionResult:
    """The result of a form action, as SvelteKit's client receives it.

    Attributes:
        type: ``success``, ``failure`` (the action returned `fail`), ``redirect`` or ``error``.
        status: of the action; 204 when it succeeded and returned nothing.
        data: what the action returned.
        location: the target of a redirect.
        error: the App.Error.
    """

    type: str
    status: int
    data: Any
    location: str | None
    error: Mapping[str, Any] | None
    response: httpx.Response

    @classmethod
    def of(cls, response: httpx.Response, transport: codec.Revivers) -> ActionResult:
        """Parse the response to a form that was posted like SvelteKit's client does.

        Raises:
            UnexpectedResponse: it is something else: there is no page, or a hook or guard refused the
                request.
        """
        body = _json(response)
        if "type" not in body:
            raise UnexpectedResponse(f"{_named(response)} is not the result of an action", response)
        data = body.get("data")
        return cls(
            body["type"],
            body.get("status") or response.status_code,
            codec.parse(data, revivers=transport, undefined=None) if isinstance(data, str) else data,
            body.get("location"),
            body.get("error"),
            response,
        )


def page_data(response: httpx.Response, transport: codec.Revivers) -> dict[str, Any]:
    """Return the data of a data request's response: that of all layouts and the page, merged as in `data`.

    Streamed values are in their places; a failed one is the App.Error that the browser gets.

    Args:
        transport: decoders of the app's own types.

    Raises:
        UnexpectedResponse: it is a redirect, or a load failed.
    """
    first, *rest = response.text.strip().split("\n")
    head = _json(response, first)
    if head.get("type") != "data":
        raise UnexpectedResponse(f"{_named(response)} has no data: {head}", response)
    chunks = {chunk["id"]: chunk for chunk in map(orjson.loads, rest)}
    read = _StreamedData(chunks, transport)
    merged: dict[str, Any] = {}
    for node in head["nodes"]:
        if node is not None and node["type"] == "error":
            raise UnexpectedResponse(f"{_named(response)}: a load failed: {node['error']}", response)
        if node is not None and node["type"] == "data":
            merged |= read.value(node["data"]) or {}
    return merged


@dataclass(frozen=True, slots=True)
class _StreamedData:
    """Puts streamed values in the places of their promises."""

    chunks: Mapping[int, Any]
    transport: codec.Revivers

    def value(self, flat: Any) -> Any:
        revivers = {**self.transport, "Promise": self._settled}
        return codec.parse(orjson.dumps(flat), revivers=revivers, undefined=None)

    def _settled(self, number: Any) -> Any:
        chunk = self.chunks.get(number, {})
        return self.value(chunk["error"] if "error" in chunk else chunk["data"]) if chunk else None


def _json(response: httpx.Response, text: str | None = None) -> dict[str, Any]:
    try:
        body = orjson.loads(response.content if text is None else text)
    except orjson.JSONDecodeError:
        body = None
    if not isinstance(body, dict):
        start = response.text[:200]
        raise UnexpectedResponse(
            f"{_named(response)} is not a response to SvelteKit's client: {start!r}", response
        )
    return body


def _named(response: httpx.Response) -> str:
    request = response.request
    return f"{request.method} {request.url.raw_path.decode()} -> {response.status_code}"


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in _SILENT or (self._silent and tag not in _VOID):
            self._silent += 1

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - any end tag leaves one level
        self._silent = max(self._silent - 1, 0)

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)
