"""Header fields of a request and of a response."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from lissome.described import described

# Fields of which only the first counts when they are repeated, as in Starlette's Request.
_SINGLE: Final = frozenset({b"content-type", b"authorization", b"origin", b"if-none-match"})
# What says where a body ends (RFC 9112 section 6): a wrong one makes the rest the next response.
_FRAMING: Final = frozenset({"content-length", "transfer-encoding"})
# RFC 9110 section 5: a token, and text without control characters.
_NAME: Final = re.compile(r"[!#$%&'*+\-.^_`|~0-9a-z]+")
_VALUE: Final = re.compile(r"[\t\x20-\x7e\x80-\xff]*")


def combine(pairs: Iterable[tuple[bytes, bytes]]) -> dict[bytes, bytes]:
    """Return one value for each name: lists joined (RFC 9110 section 5.3), cookies too (RFC 9113 section
    8.2.3).

    Two Host fields are joined too, to a value that is not a host.
    """
    combined: dict[bytes, bytes] = {}
    for name, value in pairs:
        if name not in combined:
            combined[name] = value
        elif name not in _SINGLE:
            combined[name] += (b"; " if name == b"cookie" else b", ") + value
    return combined


def header_text(name: object, value: object) -> str:
    """Return a field's value as a text; a number is its digits, as in the web's Headers.

    Raises:
        TypeError: it is neither a text nor a number.
    """
    if not isinstance(name, str):
        msg = f"set_headers: a name is {described(name)}; write a text"
        raise TypeError(msg)
    if isinstance(value, str):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    advice = "one text, joined by commas" if isinstance(value, (list, tuple)) else "a text"
    msg = f"set_headers({{{name!r}: …}}): the value is {described(value)}; write {advice}"
    raise TypeError(msg)


def check_header(name: str, value: str) -> None:
    """Refuse a header field that could not be sent.

    Args:
        name: in lower case.

    Raises:
        ValueError: and says what is wrong.
    """
    if name == "set-cookie":
        msg = "set cookies with event.cookies.set(…), not with set_headers"
        raise ValueError(msg)
    if name in _FRAMING:
        msg = f"set_headers({{{name!r}: …}}): the server sets it, by the body that is sent"
        raise ValueError(msg)
    if not _NAME.fullmatch(name) or not _VALUE.fullmatch(value):
        msg = (
            f"set_headers({{{name!r}: …}}): a name is letters, digits and dashes; a value has no "
            "line breaks and only characters of latin-1 (percent-encode others)"
        )
        raise ValueError(msg)
