"""The fast path: values that JSON can represent as they are.

Most pages return dictionaries, lists, strings and numbers. For these a page needs neither of devalue's
formats: V8 parses their JSON, which is also a JavaScript literal. To find out that a value is of this kind
costs more than to write it, so the traversal is done in C: `gc.get_referents` lists the items of a whole
level of containers, and a set of types or of ids then answers for all of them at once.
"""

import gc
import math
from types import NoneType
from typing import Final

import orjson

from lissome.codec.values import MAX_DEPTH

_CONTAINERS: Final = frozenset({dict, list, tuple})
_PLAIN: Final = _CONTAINERS | {str, int, float, bool, NoneType}
_OPTIONS: Final = (
    orjson.OPT_STRICT_INTEGER
    | orjson.OPT_PASSTHROUGH_DATACLASS
    | orjson.OPT_PASSTHROUGH_DATETIME
    | orjson.OPT_PASSTHROUGH_SUBCLASS
)
# All empty tuples are one object in Python: it may occur in several places.
_EMPTY: Final = ()


def plain(value: object) -> bytes | None:
    """Return the JSON of a value if that represents all of it; else None.

    That is so for dict with str keys, list, tuple, str, int within ±(2^53 - 1), finite float, bool and None,
    of exactly these types, when no container appears twice (so no cycles), none is nested deeper than
    MAX_DEPTH, and no key is `__proto__`.

    The text is both JSON and a JavaScript expression with the same value, and is safe inside `<script>`: `<`,
    U+2028 and U+2029 are escaped.
    """
    floats = _levels_with_floats(value)
    if floats is None:
        return None
    try:
        text = orjson.dumps(value, option=_OPTIONS)
    except orjson.JSONEncodeError:  # a big integer, a key that is not a string, a lone surrogate
        return None
    # orjson writes NaN and the infinities as null
    if floats and b"null" in text and not _all_finite(floats):
        return None
    # as a key of a JavaScript literal it would set the prototype; as a string it is rare
    if b'"__proto__"' in text:
        return None
    return _escape(text)


def _levels_with_floats(value: object) -> list[list[object]] | None:
    """Return the levels of a value that hold floats; None if it is not a tree of plain types."""
    level = [value]
    floats: list[list[object]] = []
    seen = {id(_EMPTY)}
    distinct = 1
    for _ in range(MAX_DEPTH + 1):
        kinds = set(map(type, level))
        if not kinds <= _PLAIN:
            return None
        if float in kinds:
            floats.append(level)
        if kinds.isdisjoint(_CONTAINERS):
            return floats
        inner = level if kinds <= _CONTAINERS else [item for item in level if type(item) in _CONTAINERS]
        seen.update(map(id, inner))
        distinct += len(inner)
        if len(seen) != distinct:
            distinct -= sum(item is _EMPTY for item in inner)
        if len(seen) != distinct:
            return None
        # the values of a dict (and its keys, if one of them is not a str), the items of a list or tuple
        level = gc.get_referents(*inner)
    return None


def _all_finite(levels: list[list[object]]) -> bool:
    return all(math.isfinite(item) for level in levels for item in level if type(item) is float)


def _escape(text: bytes) -> bytes:
    text = text.replace(b"<", b"\\u003C")
    if text.isascii():
        return text
    return text.replace(b"\xe2\x80\xa8", b"\\u2028").replace(b"\xe2\x80\xa9", b"\\u2029")
