"""The script tags with responses that universal loads fetched, for kit's client to reuse.

Source: SvelteKit 3.2, `runtime/server/page/serialize_data.js` (format, not code).
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any


def fetched_script(fetched: Mapping[str, Any], headers: Mapping[str, str], *, page_method: str) -> str:
    """Return the script tag of one response.

    Args:
        fetched: url, request_headers, request_body, status, status_text, headers (pairs), body, b64.
        headers: those that may go to the browser.
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
    if fetched.get("request_headers") is not None or _has_body(fetched):
        attributes.append(f'data-hash="{_request_hash(fetched)}"')
    ttl = _ttl({key.lower(): value for key, value in fetched["headers"]}) if page_method == "GET" else None
    if ttl is not None:
        attributes.append(f'data-ttl="{ttl}"')
    return f"<script {' '.join(attributes)}>{_script_safe(text)}</script>"


def _ttl(headers: Mapping[str, str]) -> int | None:
    """Return the seconds for which the client may reuse a response."""
    control = headers.get("cache-control", "")
    if not control or headers.get("vary", "").strip() == "*":
        return None
    match = re.search(r"s-maxage=(\d+)", control) or re.search(r"max-age=(\d+)", control)
    age = headers.get("age", "").strip()
    elapsed = int(age) if age.isascii() and age.isdecimal() else 0
    return None if match is None else int(match[1]) - elapsed


def _has_body(fetched: Mapping[str, Any]) -> bool:
    """Return True for JavaScript's truth: an array without elements is a body, an empty text is none."""
    body = fetched.get("request_body")
    return body is not None and (bool(body) or fetched.get("request_b64") is True)


def _request_hash(fetched: Mapping[str, Any]) -> str:
    values: list[str | bytes] = []
    headers = fetched.get("request_headers")
    if headers is not None:
        values.append(",".join(f"{key},{value}" for key, value in sorted(headers)))
    body = fetched.get("request_body")
    if body is not None and _has_body(fetched):
        values.append(base64.b64decode(body) if fetched.get("request_b64") else body)
    return djb2(*values)


def djb2(*values: str | bytes) -> str:
    """Return the hash by which client and server recognise a request, in base 36.

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
