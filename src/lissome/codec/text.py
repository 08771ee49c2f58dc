"""Strings, numbers and keys in JavaScript's notation, escaped like devalue does."""

import re
from json.encoder import encode_basestring, encode_basestring_ascii
from types import NoneType
from typing import Final

from lissome.codec.values import MAX_SAFE_INTEGER

_IDENTIFIER: Final = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*", re.ASCII)
_INDEX: Final = re.compile(r"0|[1-9][0-9]{0,9}", re.ASCII)
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_MAX_INDEX: Final = 2**32 - 2  # of a JavaScript array


def quote(text: str) -> str:
    """Return a string literal that is valid as JSON, as JavaScript, and inside `<script>`.

    Besides what JSON requires, it escapes `<` (so that no `</script` and no `<!--` can appear) and the two
    line terminators that old JavaScript does not allow in literals. Lone surrogates stay, as in devalue;
    `to_utf8` replaces them.
    """
    return escape(encode_basestring(text))


def escape(quoted: str) -> str:
    """Escape what JSON does not require, in one literal or in a text that contains many."""
    quoted = quoted.replace("<", "\\u003C")
    if quoted.isascii():
        return quoted
    return quoted.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def constant(value: bool | None) -> str:  # noqa: FBT001
    """Return `true`, `false` or `null`."""
    return "null" if value is None else "true" if value else "false"


def number(value: float) -> str:
    """Return a finite number as JavaScript's `String(value)` does: `1` for 1.0, `1e+21`, `1e-7`, `0.00001`.

    Both languages write the shortest digits that read back as the same number. They begin to use exponents at
    different numbers, and write them differently.
    """
    text = repr(value)
    if "e" not in text:
        return text[:-2] if text[-2:] == ".0" else text
    mantissa, _, exponent = text.partition("e")
    sign = "-" if mantissa[0] == "-" else ""
    digits = mantissa.lstrip("-").replace(".", "")
    point = int(exponent) + 1
    if len(digits) <= point <= 21:
        return sign + digits.ljust(point, "0")
    if -6 < point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    return f"{mantissa}e{int(exponent):+d}"


def is_safe_integer(value: float) -> bool:
    """Return True if a JavaScript number represents `value` and its neighbours exactly."""
    return -MAX_SAFE_INTEGER <= value <= MAX_SAFE_INTEGER


def is_identifier(key: str) -> bool:
    """Return True if devalue writes `key` without quotes."""
    return _IDENTIFIER.fullmatch(key) is not None


def property_key(key: str) -> str:
    """Return a key for an object literal, without quotes if possible."""
    return key if is_identifier(key) else _quote_key(key)


def property_access(key: str) -> str:
    """Return the property accessor: `.key` or `["a key"]`."""
    return f".{key}" if is_identifier(key) else f"[{_quote_key(key)}]"


def path_segment(key: str) -> str:
    """Return the property accessor for an error's path."""
    return f".{key}" if is_identifier(key) else f"[{_quote_lone(encode_basestring(key))}]"


def map_segment(key: object) -> str:
    """Return the accessor of a Map's value for an error's path. A key that is a container is not shown."""
    if isinstance(key, str):
        return f".get({quote(key)})"
    return f".get({key!r})" if isinstance(key, (int, float, NoneType)) else ".get(...)"


def property_order(keys: tuple[str, ...]) -> tuple[str, ...]:
    """Return keys in the order in which a JavaScript object has them: array indexes first, ascending."""
    indexes = [key for key in keys if key[:1].isdigit() and _INDEX.fullmatch(key) and int(key) <= _MAX_INDEX]
    if not indexes:
        return keys
    first = set(indexes)
    return (*sorted(indexes, key=int), *(key for key in keys if key not in first))


def utf16_length(text: str) -> int:
    """Return the length in JavaScript: the number of UTF-16 code units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def to_utf8(text: str) -> bytes:
    """Encode text as a browser does: surrogate pairs are combined, lone surrogates become U+FFFD."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").encode()


def _quote_key(key: str) -> str:
    return _quote_lone(quote(key))


def _quote_lone(quoted: str) -> str:
    """Escape lone surrogates: devalue writes keys, unlike values, with JSON.stringify, which does that."""
    return _SURROGATE.sub(lambda match: encode_basestring_ascii(match[0])[1:-1], quoted)
