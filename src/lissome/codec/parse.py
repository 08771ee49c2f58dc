"""The decoder of devalue's flattened JSON, which clients send as arguments of remote functions.

Any text gives a value or a DecodeError, in time and memory proportional to its length: each slot is decoded
once, containers nest at most MAX_DEPTH deep, and nothing is allocated just because the text claims to be
large.
"""

import binascii
import datetime as dt
import re
from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final, Never, TypeAlias

import orjson

from lissome.codec.errors import DecodeError
from lissome.codec.text import is_safe_integer, map_segment, path_segment
from lissome.codec.typed_arrays import ARRAY_BUFFER_VIEWS, item_size, read_view
from lissome.codec.values import INVALID_DATE, MAX_DEPTH, UNDEFINED, RegExp, Url, UrlSearchParams

Revivers: TypeAlias = Mapping[str, Callable[[Any], object]]
"""The `transport` hook's decoders, by key. Each gets what its encoder returned."""

_NUMBERS: Final[Mapping[int, float]] = MappingProxyType(
    {
        -3: float("nan"),
        -4: float("inf"),
        -5: float("-inf"),
        -6: -0.0,
    }
)
_UNDEFINED: Final = -1
_HOLE: Final = -2
_SPARSE: Final = -7

_NEW: Final = object()  # marks a slot that has not been decoded
_OPEN: Final = object()  # marks a slot that is being decoded, and has no value before it is finished

_FREE_ITEMS: Final = 100_000
"""Holes and copies that a text may cause without containing them."""

_ISO: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", re.ASCII)
_INTEGER: Final = re.compile(r"-?[0-9]{1,1000}", re.ASCII)  # more digits would take quadratic time
_FLAGS: Final = re.compile(r"[dgimsuvy]{0,8}", re.ASCII)


def parse(text: str | bytes, *, revivers: Revivers | None = None, undefined: object = UNDEFINED) -> object:
    """Decode the output of devalue's `stringify`.

    Objects become dicts, arrays lists, Sets sets, Maps dicts, Dates aware datetimes in UTC or INVALID_DATE,
    BigInts ints, arrays of bytes and ArrayBuffers bytes, other typed arrays lists of numbers, and boxed
    primitives the primitives. RegExp, URL and URLSearchParams have types in `lissome.codec`; Temporal objects
    become their text. An object that is referred to twice becomes one object, and cycles stay cycles.

    Args:
        text: from a client; it is not trusted.
        revivers: looked up before devalue's own tags.
        undefined: the value for `undefined` and for the holes of arrays.

    Raises:
        DecodeError: devalue would not have written the text; or Python has no such value (a Set of objects, a
            Map with both `1` and `true`, a date in the year 10000); or it is nested too deeply.
    """
    try:
        slots = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise DecodeError("", f"it is not JSON: {error}.") from None
    decoder = _Decoder(slots if type(slots) is list else [], revivers or {}, undefined, len(text))
    if type(slots) is int and slots < 0:
        return decoder.at(slots)
    if type(slots) is not list or not slots:
        raise DecodeError(
            "", "expected an array of slots, or a negative number for `undefined` and the like."
        )
    try:
        return decoder.at(0)
    except RecursionError:
        raise DecodeError("", _TOO_DEEP) from None


_TOO_DEEP: Final = f"it is nested more than {MAX_DEPTH} levels deep."


class _Decoder:
    def __init__(self, slots: list[object], revivers: Revivers, undefined: object, size: int) -> None:
        self._slots = slots
        self._revivers = revivers
        self._undefined = undefined
        self._items_left = size + _FREE_ITEMS
        self._depth = 0
        self._values: list[object] = [_NEW] * len(slots)
        self._readers: dict[str, Callable[[int, list[Any]], object]] = {
            "Date": self._date,
            "Set": self._set,
            "Map": self._map,
            "RegExp": self._regexp,
            "Object": self._boxed,
            "BigInt": self._bigint,
            "null": self._bare_object,
            "ArrayBuffer": self._buffer,
            "URL": lambda _, slot: Url(_text(slot)),
            "URLSearchParams": lambda _, slot: UrlSearchParams(_text(slot)),
        }

    def at(self, index: object) -> object:
        """Return the value of a slot."""
        if type(index) is not int:
            raise DecodeError("", f"expected the number of a slot, got {_shown(index)}.")
        if index < 0:
            return self._sentinel(index)
        if index >= len(self._slots):
            raise DecodeError("", f"there is no slot {index}.")
        value = self._values[index]
        if value is _OPEN:
            raise DecodeError("", "it contains itself, which this type cannot.")
        if value is _NEW:
            value = self._values[index] = self._decode(index, self._slots[index])
        return value

    def _sentinel(self, index: int) -> object:
        if index == _UNDEFINED:
            return self._undefined
        if index in _NUMBERS:
            return _NUMBERS[index]
        raise DecodeError("", f"{index} stands for no value here.")

    def _decode(self, index: int, slot: object) -> object:
        if type(slot) is int and not is_safe_integer(slot):
            return float(slot)  # as in JavaScript
        if not isinstance(slot, list | dict):
            return slot
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise DecodeError("", _TOO_DEEP)
        value = self._container(index, slot)
        self._depth -= 1
        return value

    def _container(self, index: int, slot: list[Any] | dict[str, object]) -> object:
        if isinstance(slot, dict):
            return self._object(index, iter(slot.items()))
        first = slot[0] if slot else None
        if isinstance(first, str):
            return self._tagged(index, first, slot)
        if type(first) is int and first == _SPARSE:
            return self._sparse(index, slot)
        return self._array(index, slot)

    def _object(self, index: int, pairs: Iterator[tuple[object, object]]) -> dict[str, object]:
        value: dict[str, object] = {}
        self._values[index] = value
        for key, item in pairs:
            if not isinstance(key, str) or key == "__proto__":
                raise DecodeError("", f"{_shown(key)} cannot be a key of an object.")
            try:
                value[key] = self.at(item)
            except DecodeError as error:
                error.within(path_segment(key))
                raise
        return value

    def _bare_object(self, index: int, slot: list[object]) -> dict[str, object]:
        return self._object(index, _pairs(slot))

    def _array(self, index: int, slot: list[object]) -> list[object]:
        value: list[object] = []
        self._values[index] = value
        for position, item in enumerate(slot):
            is_hole = type(item) is int and item == _HOLE
            value.append(self._undefined if is_hole else self._item(position, item))
        return value

    def _item(self, position: int, item: object) -> object:
        try:
            return self.at(item)
        except DecodeError as error:
            error.within(f"[{position}]")
            raise

    def _sparse(self, index: int, slot: list[object]) -> list[object]:
        length = slot[1] if len(slot) > 1 else None
        value = [self._undefined] * self._spend(length)
        self._values[index] = value
        for position, item in _pairs(slot[1:]):
            if type(position) is not int or not 0 <= position < len(value):
                raise DecodeError("", f"{_shown(position)} is not an index of an array of {len(value)}.")
            value[position] = self._item(position, item)
        return value

    def _spend(self, items: object) -> int:
        """Return the length of a list, if the lengths of all lists stay in proportion to the text."""
        if type(items) is not int or items < 0:
            raise DecodeError("", f"{_shown(items)} is not a length.")
        self._items_left -= items
        if self._items_left < 0:
            raise DecodeError("", f"an array of {items} is too long for so short a text.")
        return items

    def _tagged(self, index: int, tag: str, slot: list[object]) -> object:
        self._values[index] = _OPEN
        reader = self._readers.get(tag)
        if tag in self._revivers:
            return self._revive(tag, slot)
        if reader:
            return reader(index, slot)
        if tag in ARRAY_BUFFER_VIEWS:
            return self._view(tag, slot)
        if tag.startswith("Temporal."):
            return _text(slot)
        raise DecodeError(
            "", f"{_shown(tag)} is a type that neither devalue nor this app's `transport` knows."
        )

    def _revive(self, tag: str, slot: list[object]) -> object:
        payload = slot[1] if len(slot) == 2 else None
        # devalue's own tags have a text where others have a slot
        value = payload if isinstance(payload, str) else self.at(payload)
        try:
            return self._revivers[tag](value)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            raise DecodeError("", f"the decoder of {_shown(tag)} refused it: {error}") from error

    def _set(self, index: int, slot: list[object]) -> set[object]:
        value: set[object] = set()
        self._values[index] = value
        for item in slot[1:]:
            value.add(_hashable(self.at(item)))
        if len(value) != len(slot) - 1:
            raise DecodeError("", "Python takes some of the Set's members as equal. Send an array.")
        return value

    def _map(self, index: int, slot: list[object]) -> dict[object, object]:
        value: dict[object, object] = {}
        self._values[index] = value
        for key_index, item in _pairs(slot):
            key = _hashable(self.at(key_index))
            try:
                value[key] = self.at(item)
            except DecodeError as error:
                error.within(map_segment(key))
                raise
        if len(value) != len(slot) // 2:
            raise DecodeError("", "Python takes some of the Map's keys as equal. Send an array of pairs.")
        return value

    def _boxed(self, _: int, slot: list[object]) -> object:
        value = self.at(slot[1] if len(slot) == 2 else None)
        if isinstance(value, (str, int, float)):
            return value
        raise DecodeError("", "only a string, a number or a boolean can be boxed.")

    def _view(self, kind: str, slot: list[object]) -> object:
        buffer = self.at(slot[1] if len(slot) in {2, 3, 4} else None)
        if not isinstance(buffer, bytes):
            raise DecodeError("", f"the buffer of a {kind} must be an ArrayBuffer.")
        offset = slot[2] if len(slot) > 2 else 0
        if type(offset) is not int or not 0 <= offset <= len(buffer):
            raise DecodeError("", f"{_shown(offset)} is not an offset in a buffer of {len(buffer)} bytes.")
        size = item_size(kind)
        length = self._spend(slot[3] if len(slot) > 3 else (len(buffer) - offset) // size)
        if offset + length * size > len(buffer):
            raise DecodeError("", f"{length} items from {offset} on do not fit in {len(buffer)} bytes.")
        return read_view(kind, buffer, offset, length)

    @staticmethod
    def _buffer(_: int, slot: list[object]) -> bytes:
        try:
            return b64decode(_text(slot), validate=True)
        except (binascii.Error, ValueError):
            raise DecodeError("", "an ArrayBuffer must be base64.") from None

    @staticmethod
    def _date(_: int, slot: list[object]) -> object:
        text = _text(slot)
        if not text:
            return INVALID_DATE
        try:
            return dt.datetime.fromisoformat(_ISO.fullmatch(text)[0])  # type: ignore[index]  # None raises a TypeError, too
        except (TypeError, ValueError):
            raise DecodeError("", f"{_shown(text)} is not a date in the years 1 to 9999.") from None

    @staticmethod
    def _bigint(_: int, slot: list[object]) -> int:
        text = _text(slot)
        return int(text) if _INTEGER.fullmatch(text) else _refuse(text, "a BigInt of at most 1000 digits")

    @staticmethod
    def _regexp(_: int, slot: list[object]) -> RegExp:
        flags = slot[2] if len(slot) == 3 else ""
        if not isinstance(flags, str) or not _FLAGS.fullmatch(flags):
            _refuse(flags, "the flags of a regular expression")
        return RegExp(_text(slot[:2]), flags)


def _text(slot: list[object]) -> str:
    """Return the text of a slot such as `["Date","…"]`."""
    if len(slot) == 2 and isinstance(slot[1], str):
        return slot[1]
    raise DecodeError("", f"a {slot[0]} must be given as text.")


def _pairs(slot: list[object]) -> Iterator[tuple[object, object]]:
    """Return the items after the first one in pairs."""
    if len(slot) % 2 == 0:
        raise DecodeError("", f"{_shown(slot[0])} must be followed by pairs.")
    items = iter(slot)
    next(items)
    return zip(items, items, strict=True)


def _hashable(value: object) -> object:
    """Return a value that may be a member of a set or a key of a dict.

    Python hashes integers modulo 2^61 - 1, so a client could choose large ones that all collide. Values of
    all other types are either small or hashed with a secret.
    """
    if isinstance(value, int) and not -(2**63) <= value < 2**64:
        raise DecodeError("", "a BigInt in a Set, or as a Map's key, must fit in 64 bits.")
    try:
        hash(value)
    except TypeError:
        raise DecodeError("", "Sets, and the keys of Maps, may only hold primitives and dates.") from None
    return value


def _refuse(value: object, expected: str) -> Never:
    raise DecodeError("", f"{_shown(value)} is not {expected}.")


def _shown(value: object) -> str:
    """Return a part of a client's value for an error message."""
    text = (
        repr(value) if isinstance(value, (str, int, float, bool, type(None))) else f"a {type(value).__name__}"
    )
    return text if len(text) <= 40 else f"{text[:40]}…"
