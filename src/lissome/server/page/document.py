"""Puts a page's HTML together. Bytes in, bytes out; no I/O."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from lissome.server.page.branch import Frame, View, bootstrap
from lissome.server.page.csp import Csp
from lissome.server.request.resolve_options import ResolveOptions

_PLACEHOLDER = re.compile(r"(%sveltekit\.(?:head|body|assets|nonce|version|env\.[A-Za-z_$][\w$]*)%)")


@dataclass(frozen=True, slots=True)
class Template:
    """src/app.html, cut at its placeholders.

    Raises:
        ValueError: head or body is missing.
    """

    parts: tuple[bytes, ...]
    names: tuple[str, ...]

    @staticmethod
    def parse(source: str, version: str, env: Mapping[str, str] = MappingProxyType({})) -> Template:
        """Cut a template. Of head and body only the first occurrence counts, as in kit.

        Args:
            env: the public environment variables; one that is not given is empty.
        """
        parts: list[bytes] = [b""]
        names: list[str] = []
        for piece in _PLACEHOLDER.split(source):
            name = piece[11:-1] if _PLACEHOLDER.fullmatch(piece) else None
            if name is None or (name in ("head", "body") and name in names):
                parts[-1] += piece.encode()
            elif name == "version":
                parts[-1] += _escape_text(version).encode()
            elif name.startswith("env."):
                parts[-1] += env.get(name.removeprefix("env."), "").encode()
            else:
                names.append(name)
                parts.append(b"")
        for required in ("head", "body"):
            if required not in names:
                msg = (
                    f"src/app.html has no %sveltekit.{required}%; put it where the page's {required} belongs"
                )
                raise ValueError(msg)
        return Template(tuple(parts), tuple(names))

    def fill(self, values: Mapping[str, bytes]) -> bytes:
        """The document."""
        pieces = [self.parts[0]]
        for name, part in zip(self.names, self.parts[1:], strict=True):
            pieces.append(values.get(name, b""))
            pieces.append(part)
        return b"".join(pieces)


@dataclass(slots=True)
class Content:
    """What one response shows.

    Attributes:
        head, body: from V8; empty when not rendered.
        data: literals of the nodes' data, joined by commas; None for a page that the browser renders.
        form, error: JavaScript literals.
        status: of the response, told to the client when it is not what it would assume.
        route: what the server found about the path, for a client that knows no routes.
        fetched: script tags with responses that universal loads fetched.
        streaming: whether chunks follow.
    """

    head: bytes = b""
    body: bytes = b""
    data: bytes | None = None
    form: bytes = b"null"
    error: bytes = b"null"
    status: int | None = None
    route: bytes = b""
    fetched: Sequence[str] = ()
    streaming: bool = False


def make_document(
    template: Template,
    view: View,
    depth: int,
    content: Content,
    *,
    csp: Csp | None,
    options: ResolveOptions | None,
) -> bytes:
    """The page's HTML.

    Args:
        depth: how many segments deep below its base the page's path is, for relative links.
        csp: collects the page's inline scripts and styles; None when the app has no CSP.
    """
    frame = view.frame(depth)
    preload = options.get("preload") if options else None
    links = frame.links if preload is None else view.make_links(depth, preload)
    style = _inline_style(frame.inline_css, csp) if frame.inline_css else b""
    head = b"".join((links, content.head, style, frame.styles))
    body = content.body
    if content.data is not None and view.csr:
        body += ("\n\t\t\t" + "\n\t\t\t".join(content.fetched)).encode()
    if view.csr:
        script = _script(view, frame, depth, content)
        attribute = b""
        if csp is not None:
            csp.add_script(script)
            attribute = csp.script_attribute.encode()
        body = b"%b\n\t\t\t<script%b>%b</script>\n\t\t" % (body, attribute, script)
    values = {"head": head, "body": body, "assets": frame.assets}
    if csp is not None:
        values["nonce"] = csp.nonce.encode()
    return template.fill(values)


def _script(view: View, frame: Frame, depth: int, content: Content) -> bytes:
    if content.data is None:
        opening, boot = bootstrap(view, depth, streaming=False)
        # Without a third argument the client renders the page by itself, as on a navigation.
        start = boot.removesuffix("kit.start(app, element, ") + "kit.start(app, element);"
        return f"{opening}{start}\n\t\t\t\t\t}});\n\t\t\t\t}}\n\t\t\t".encode()
    script = view.make_script(depth, streaming=True) if content.streaming else frame.script
    status = b"" if content.status is None else b",\n\t\t\t\t\t\t\tstatus: %d" % content.status
    return b"%b%b],\n\t\t\t\t\t\t\tform: %b,\n\t\t\t\t\t\t\terror: %b%b%b%b" % (
        script.opening,
        content.data,
        content.form,
        content.error,
        status,
        content.route,
        script.closing,
    )


def _inline_style(style: bytes, csp: Csp | None) -> bytes:
    if csp is None:
        return b"\n\t\t<style>%b</style>" % style
    csp.add_style(style)
    return b"\n\t\t<style%b>%b</style>" % (csp.style_attribute.encode(), style)


def fetched_script(fetched: Mapping[str, Any], headers: Mapping[str, str], *, page_method: str) -> str:
    """The script tag with a response that a universal load fetched, for the client to reuse.

    Args:
        fetched: url, request_headers, request_body, status, status_text, headers (pairs), body, b64.
        headers: those that may go to the browser.

    Source: SvelteKit 3.2, `runtime/server/page/serialize_data.js` (format, not code).
    """
    payload = {
        "status": fetched["status"],
        "statusText": fetched["status_text"],
        "headers": dict(headers),
        "body": fetched.get("body"),
    }
    text = json.dumps(
        {key: value for key, value in payload.items() if key != "body" or value is not None},
        ensure_ascii=False,
        separators=(",", ":"),
    )
    attributes = [
        'type="application/json"',
        "data-sveltekit-fetched",
        f'data-url="{_escape(fetched["url"])}"',
    ]
    if fetched.get("b64"):
        attributes.append("data-b64")
    if fetched.get("request_headers") is not None or fetched.get("request_body"):
        attributes.append(f'data-hash="{_request_hash(fetched)}"')
    ttl = _ttl({key.lower(): value for key, value in fetched["headers"]}) if page_method == "GET" else None
    if ttl is not None:
        attributes.append(f'data-ttl="{ttl}"')
    return f"<script {' '.join(attributes)}>{_script_safe(text)}</script>"


def _ttl(headers: Mapping[str, str]) -> int | None:
    """Seconds that the client may reuse a response for."""
    control = headers.get("cache-control", "")
    if not control or headers.get("vary", "").strip() == "*":
        return None
    match = re.search(r"s-maxage=(\d+)", control) or re.search(r"max-age=(\d+)", control)
    age = headers.get("age", "").strip()
    elapsed = int(age) if age.isascii() and age.isdecimal() else 0
    return None if match is None else int(match[1]) - elapsed


def _request_hash(fetched: Mapping[str, Any]) -> str:
    values: list[str | bytes] = []
    headers = fetched.get("request_headers")
    if headers is not None:
        values.append(",".join(f"{key},{value}" for key, value in sorted(headers)))
    body = fetched.get("request_body")
    if body:
        values.append(base64.b64decode(body) if fetched.get("request_b64") else body)
    return djb2(*values)


def djb2(*values: str | bytes) -> str:
    """The hash by which client and server recognise a request, in base 36.

    Source: SvelteKit 3.2, `utils/hash.js`: djb2 over bytes, or UTF-16 units, from the end, in 32 bits.
    """
    number = 5381
    for value in values:
        units: Sequence[int] = (
            value
            if isinstance(value, bytes)
            else memoryview(value.encode("utf-16-le", "surrogatepass")).cast("H")
        )
        for unit in reversed(units):
            number = ((number * 33) ^ unit) & 0xFFFFFFFF
    digits = ""
    while True:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
        if not number:
            return digits


def _script_safe(text: str) -> str:
    return text.replace("<", "\\u003C").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;")


def _escape_text(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
