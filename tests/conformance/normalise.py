"""What must differ between two servers, and is made equal before answers are compared. Nothing else is."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace

from conformance.wire import Answer

DROPPED_HEADERS = {
    "date": "the time of the answer",
    "connection": "describes the connection, not the answer (RFC 9110 section 7.6.1)",
    "keep-alive": "describes the connection",
    "transfer-encoding": "framing: adapter-node sends chunks where lissome knows the length, and vice versa",
    "server": "the name of the HTTP server: granian sends its own, Node sends none",
    "content-length": "framing, as above; the body itself is compared",
}
"""Header names that are not compared, and why."""

NORMALISATIONS = {
    "etag values": "kit hashes with djb2, lissome with XXH3; they are opaque to clients",
    "hashes in asset names": "lissome's client bundle contains stubs of its own, so its chunks have other "
    "hashes",
    "preloaded chunks": "the bundler decides how to split code, so consecutive links to chunks count as one",
    "CSP nonces": "random, in the header and on the page; a nonce that is not in the header stays different",
    "CSP script hashes": "the scripts contain asset names; each hash must be that of a script on the page",
    "spelling of content types": "`text/plain;charset=UTF-8` and `text/plain; charset=utf-8` are the same",
    "order of headers": "has no meaning, except for Set-Cookie",
}
"""All that is made equal; `make conformance ARGS=--normalisations` prints both tables."""

_ASSET = re.compile(r"(/immutable/(?:entry|nodes|assets|workers)/[\w.+@-]+?)\.[\w-]{8}\.(js|css|\w+)")
_CHUNK = re.compile(r"[\w/.:-]*/immutable/chunks/[\w.-]+\.js")
_CHUNK_LINKS = re.compile(r'(?:<link href="\{chunk\}" rel="modulepreload">\s*)+')
_CHUNKS = re.compile(r'(?:<\{chunk\}>; rel="modulepreload"; nopush(?:, |$))+')
_NONCE = re.compile(r"'nonce-([A-Za-z0-9+/=]+)'")
_UNUSED_NONCE = re.compile(rb'nonce="[A-Za-z0-9+/]{22}=="')
_INLINE = re.compile(r"<(script|style)([^>]*)>(.*?)</\1>", re.DOTALL)
_CHARSET = re.compile(r"\s*;\s*charset=([\w-]+)", re.IGNORECASE)


def normalise(answer: Answer) -> Answer:
    """The answer without what must differ."""
    headers = [(name, value) for name, value in answer.headers if name not in DROPPED_HEADERS]
    body = answer.body
    policies = [value for name, value in headers if name.startswith("content-security-policy")]
    if policies:
        headers = [(name, _hashes(value, body)) for name, value in headers]
        for nonce in dict.fromkeys(_NONCE.findall(" ".join(policies))):
            headers = [(name, value.replace(nonce, "{nonce}")) for name, value in headers]
            body = body.replace(nonce.encode(), b"{nonce}")
    body = _UNUSED_NONCE.sub(b'nonce="{unused}"', body)
    headers = [(name, _header(name, value)) for name, value in headers]
    # A stable sort: Set-Cookie headers keep their order.
    return replace(answer, headers=tuple(sorted(headers, key=lambda pair: pair[0])), body=_assets(body))


def _header(name: str, value: str) -> str:
    if name == "etag":
        return 'W/"{etag}"' if value.startswith("W/") else '"{etag}"'
    if name == "content-type":
        return _CHARSET.sub(lambda match: f"; charset={match[1].lower()}", value)
    if name == "link":
        return _CHUNKS.sub("<{chunk}>, ", _assets(value.encode()).decode())
    return value


def _assets(body: bytes) -> bytes:
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return body
    text = _ASSET.sub(r"\1.{hash}.\2", text)
    text = _CHUNK.sub("{chunk}", text)
    return _CHUNK_LINKS.sub('<link href="{chunk}" rel="modulepreload">\n\t\t', text).encode()


def _hashes(policy: str, body: bytes) -> str:
    """Sources that allow a script or style of the page by its hash, by its number on the page instead."""
    for number, (tag, _attributes, text) in enumerate(_INLINE.findall(body.decode())):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        policy = policy.replace(f"'sha256-{digest}'", f"'hash of {tag} {number}'")
    return policy
