"""Bodies of the type application/x-www-form-urlencoded."""

from __future__ import annotations

from urllib.parse import unquote_to_bytes

from lissome.server.forms.limits import FormLimits


def parse_urlencoded(body: bytes, limits: FormLimits) -> list[tuple[str, str]]:
    """Return the names and values of a form.

    Source: https://url.spec.whatwg.org/#concept-urlencoded-parser: it is UTF-8, whatever the type says.

    Raises:
        FrameworkError: 413, there are more fields than the limit.
    """
    limits.check_count(body.count(b"&") + 1)  # before there is an object for each
    pairs = [pair.partition(b"=") for pair in body.split(b"&") if pair]
    return [(_decoded(name), _decoded(value)) for name, _, value in pairs]


def _decoded(text: bytes) -> str:
    if b"+" in text:
        text = text.replace(b"+", b" ")
    if b"%" in text:
        text = unquote_to_bytes(text)
    return text.decode("utf-8", "replace")
