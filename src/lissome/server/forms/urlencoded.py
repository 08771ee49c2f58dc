"""Bodies of the type application/x-www-form-urlencoded."""

from __future__ import annotations

import re
from itertools import islice
from typing import Final
from urllib.parse import unquote_to_bytes

from lissome.server.forms.limits import FormLimits

_PAIR: Final = re.compile(rb"[^&]+")


def parse_urlencoded(body: bytes, limits: FormLimits) -> list[tuple[str, str]]:
    """Return the names and values of a form.

    Source: https://url.spec.whatwg.org/#concept-urlencoded-parser: it is UTF-8, whatever the type says.

    Raises:
        FrameworkError: 413, there are more fields than the limit.
    """
    found = list(islice(_PAIR.finditer(body), limits.fields + 1))  # and no object for each of a million
    limits.check_count(len(found))
    pairs = [pair[0].partition(b"=") for pair in found]
    return [(_decoded(name), _decoded(value)) for name, _, value in pairs]


def _decoded(text: bytes) -> str:
    if b"+" in text:
        text = text.replace(b"+", b" ")
    if b"%" in text:
        text = unquote_to_bytes(text)
    return text.decode("utf-8", "replace")
