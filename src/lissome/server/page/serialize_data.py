"""The script tags with responses that universal loads fetched, for kit's client to reuse.

Source: SvelteKit 3.2, `runtime/server/page/serialize_data.js` (format, not code).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any


def fetched_script(fetched: Mapping[str, Any], headers: Mapping[str, str], *, page_method: str) -> str:
    """Return the script tag of one response.

    Args:
        fetched: url, hash, status, status_text, headers (pairs), body, b64.
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
    if fetched["hash"] is not None:
        attributes.append(f'data-hash="{fetched["hash"]}"')
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


def _script_safe(text: str) -> str:
    return text.replace("<", "\\u003C").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;")
