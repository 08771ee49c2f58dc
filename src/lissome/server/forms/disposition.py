"""The header of a part, ``Content-Disposition: form-data; name="a"; filename="b.txt"``."""

from __future__ import annotations

import re
from typing import Final, NamedTuple
from urllib.parse import unquote_to_bytes

# `; name=value`. A quoted value ends at the first quote that a semicolon or the end follows: browsers escape
# quotes, and nothing else, so that a backslash is one (https://html.spec.whatwg.org/#multipart-form-data).
_TOKEN: Final = rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_VALUE: Final = rb'"([^\r\n]*?)"(?=[ \t]*(?:;|$))|([^\s;"]*)'
_PARAMETER: Final = re.compile(rb"[ \t]*;[ \t]*(?:(%b)[ \t]*=[ \t]*(?:%b))?" % (_TOKEN, _VALUE))
_TYPE: Final = re.compile(rb"[ \t]*form-data(?=[ \t]*(?:;|$))", re.IGNORECASE)
_EXTENDED: Final = re.compile(rb"([!#$%&+^_`{}~0-9A-Za-z-]+)'[^']*'(.*)")
_CHARSETS: Final = frozenset({"utf-8", "iso-8859-1"})  # those of RFC 5987 section 3.2.1


class Disposition(NamedTuple):
    """The name of a part, and of its file.

    Attributes:
        filename: None for a text.
    """

    name: str
    filename: str | None


def parse_disposition(header: bytes) -> Disposition:
    """Read the header of a part, as browsers write it (HTML) and as RFC 7578 has it.

    `filename*` is of RFC 8187; RFC 7578 forbids it, and clients send it: it comes before `filename`.

    Raises:
        ValueError: and says what is wrong.
    """
    parameters = _parameters(header)
    if b"name" not in parameters:
        msg = "a part has no name in its Content-Disposition"
        raise ValueError(msg)
    filename = None
    if b"filename" in parameters:
        filename = _unescaped(parameters[b"filename"])
    if b"filename*" in parameters:
        filename = _extended(parameters[b"filename*"])
    return Disposition(_unescaped(parameters[b"name"]), filename)


def _parameters(header: bytes) -> dict[bytes, bytes]:
    """Return the parameters by their names in lower case; the first counts when one is repeated."""
    form_data = _TYPE.match(header)
    if form_data is None:
        msg = "a part has no header Content-Disposition: form-data"
        raise ValueError(msg)
    position, end = form_data.end(), len(header.rstrip(b" \t"))
    found: dict[bytes, bytes] = {}
    while position < end:
        parameter = _PARAMETER.match(header, position, end)
        if parameter is None:
            msg = "a part has a Content-Disposition that cannot be read"
            raise ValueError(msg)
        name, quoted, token = parameter.groups()
        if name is not None:
            found.setdefault(name.lower(), token if quoted is None else _unquoted(quoted))
        position = parameter.end()
    return found


def _unquoted(text: bytes) -> bytes:
    # Older clients write a quote as \", which no browser does: there a quote is always %22.
    return text.replace(b'\\"', b'"') if b'"' in text else text


def _unescaped(text: bytes) -> str:
    """Undo the three escapes of browsers, and no others."""
    for escape, character in (
        (b"%22", b'"'),
        (b"%0D", b"\r"),
        (b"%0d", b"\r"),
        (b"%0A", b"\n"),
        (b"%0a", b"\n"),
    ):
        text = text.replace(escape, character)
    return text.decode("utf-8", "replace")


def _extended(text: bytes) -> str:
    """Return an ext-value of RFC 8187: ``UTF-8''%e3%81%82.txt``."""
    value = _EXTENDED.fullmatch(text)
    charset = value[1].decode().lower() if value else ""
    if value is None or charset not in _CHARSETS:
        msg = "a part has a filename* that is not of the form UTF-8''name"
        raise ValueError(msg)
    return unquote_to_bytes(value[2]).decode(charset, "replace")
