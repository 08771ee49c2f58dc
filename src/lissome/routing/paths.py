"""Functions on URL paths: decoding, trailing slashes, the suffixes of kit's own requests.

Sources: SvelteKit 3.2, `utils/url.js` and `pathname.js` (behaviour, not code).
"""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

from lissome.page_options import TrailingSlash

DATA_SUFFIX = "/__data.json"
HTML_DATA_SUFFIX = ".html__data.json"
# The paths of requests of kit's client: for a page's data, and for the route of a path.
DATA_SUFFIXES = (DATA_SUFFIX, HTML_DATA_SUFFIX)
ROUTE_SUFFIX = "/__route.js"
HTML_ROUTE_SUFFIX = ".html__route.js"
ROUTE_SUFFIXES = (ROUTE_SUFFIX, HTML_ROUTE_SUFFIX)

# decodeURI keeps these escaped: decoded, they would change the structure of the path (ECMA-262 19.2.6.2).
_RESERVED = frozenset(b";/?:@&=+$,#")
_ESCAPES = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")


def decode_uri(text: str) -> str:
    """Decode like ECMAScript's ``decodeURI``.

    Raises:
        ValueError: a ``%`` without two hex digits, or bytes that are not UTF-8.
    """
    if "%" not in text:
        return text
    if _BAD_ESCAPE.search(text):
        msg = f"malformed escape in {text!r}"
        raise ValueError(msg)
    return _ESCAPES.sub(lambda match: _decode_run(match[0]), text)


def _decode_run(run: str) -> str:
    """Decode a run of escapes except those of reserved characters."""
    decoded: list[str] = []
    pending = bytearray()
    for index in range(0, len(run), 3):
        byte = int(run[index + 1 : index + 3], 16)
        if byte in _RESERVED:
            decoded.append(pending.decode("utf-8"))
            decoded.append(run[index : index + 3])
            pending.clear()
        else:
            pending.append(byte)
    decoded.append(pending.decode("utf-8"))
    return "".join(decoded)


def decode_pathname(pathname: str) -> str:
    """Decode a path except ``%25``, so that parameters are not decoded twice.

    Raises:
        ValueError: the path is malformed.
    """
    if "%" not in pathname:
        return pathname
    return "%25".join(decode_uri(part) for part in pathname.split("%25"))


def decode_component(text: str) -> str:
    """Decode like ECMAScript's ``decodeURIComponent``.

    Raises:
        ValueError: the text is malformed.
    """
    if "%" not in text:
        return text
    if _BAD_ESCAPE.search(text):
        msg = f"malformed escape in {text!r}"
        raise ValueError(msg)
    return unquote_to_bytes(text).decode("utf-8")


def normalize_path(path: str, trailing_slash: TrailingSlash) -> str:
    """Return the path with or without its trailing slash, according to the page option."""
    if path == "/" or trailing_slash == "ignore":
        return path
    if trailing_slash == "never":
        return path.removesuffix("/")
    return path if path.endswith("/") else path + "/"


def relative_location(source: str, target: str) -> str:
    """Return a relative reference between two paths that differ only by a trailing slash.

    It is relative so that a path prefix which a proxy strips is kept. It begins with ``./`` or ``../`` so
    that a colon in the segment is not taken for the end of a scheme.
    """
    segment = target.removesuffix("/").rpartition("/")[2]
    return f"../{segment}" if source.endswith("/") else f"./{segment}/"


def strip_data_suffix(path: str) -> str:
    """Return the path of the page for the path of a data request."""
    if path.endswith(HTML_DATA_SUFFIX):
        return path.removesuffix(HTML_DATA_SUFFIX) + ".html"
    return path.removesuffix(DATA_SUFFIX)


def strip_route_suffix(path: str) -> str:
    """Return the path of the page for that of its `__route.js`."""
    if path.endswith(HTML_ROUTE_SUFFIX):
        return path.removesuffix(HTML_ROUTE_SUFFIX) + ".html"
    return path.removesuffix(ROUTE_SUFFIX)


def add_data_suffix(path: str) -> str:
    """Return the path of a data request for the path of a page."""
    if path.endswith(".html"):
        return path.removesuffix(".html") + HTML_DATA_SUFFIX
    return path.removesuffix("/") + DATA_SUFFIX


def depth_below(base: str, pathname: str) -> int:
    """Return the number of segments of a path below the base path, for relative links."""
    return max(pathname.count("/") - 1 - base.count("/"), 0)
