"""JavaScript values for which Python has no type, and the limits of the others."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Generic, Literal, TypeVar

K = TypeVar("K")
V = TypeVar("V")

MAX_SAFE_INTEGER: Final = 2**53 - 1
"""The largest integer up to which JavaScript numbers are exact; larger ones are sent as BigInt."""

MAX_DEPTH: Final = 128
"""The limit of nested containers, when encoding and decoding. It is far from Python's recursion limit."""


class _Undefined:
    """The type of UNDEFINED. Not an Enum: orjson would write its value."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "UNDEFINED"

    def __reduce__(self) -> str:
        return "UNDEFINED"  # the one object, also when it is copied or unpickled

    def __bool__(self) -> Literal[False]:
        return False


UNDEFINED: Final = _Undefined()
"""JavaScript's `undefined`. Falsy. `None` is `null`."""


class InvalidDate:
    """The type of INVALID_DATE."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "INVALID_DATE"

    def __reduce__(self) -> str:
        return "INVALID_DATE"


INVALID_DATE: Final = InvalidDate()
"""JavaScript's `new Date(NaN)`, which no datetime is."""


class BigInt(int):
    """An integer that becomes a JavaScript `BigInt` even if it is small."""

    __slots__ = ()


class ArrayBuffer(bytes):
    """Bytes that become a JavaScript `ArrayBuffer`; other bytes become a `Uint8Array`."""

    __slots__ = ()


class Url(str):
    """A text that becomes a JavaScript `URL` object. It must be an absolute URL, which is not checked."""

    __slots__ = ()


class UrlSearchParams(str):
    """A text, without the `?`, that becomes a JavaScript `URLSearchParams` object."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class RegExp:
    """A JavaScript regular expression, in JavaScript's syntax. It is data: Python does not compile it."""

    source: str
    flags: str = ""


class Date:
    """The conversion of a datetime: an instant in milliseconds, truncated."""

    __slots__ = ("_moment",)

    def __init__(self, moment: datetime) -> None:
        """Convert a datetime; a naive one is taken as UTC.

        Raises:
            OverflowError: the year in UTC is not within 1 to 9999.
        """
        self._moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)

    @property
    def ms(self) -> int:
        """Milliseconds since 1970."""
        return (self._moment - _EPOCH) // _MILLISECOND

    @property
    def iso(self) -> str:
        """The text of JavaScript's `toISOString`."""
        return f"{self._moment.isoformat(timespec='milliseconds')[:-6]}Z"


_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)


class Map(Generic[K, V]):
    """A JavaScript `Map`, also if all of its keys are texts, or it is empty: a dict would become an object.

    Attributes:
        entries: keys and values in order. Keys may be of any type, unhashable ones too.
    """

    __slots__ = ("entries",)

    def __init__(self, entries: Mapping[K, V] | Iterable[tuple[K, V]] = ()) -> None:
        pairs = entries.items() if isinstance(entries, Mapping) else entries
        self.entries: tuple[tuple[K, V], ...] = tuple((key, value) for key, value in pairs)

    def __repr__(self) -> str:
        return f"Map({list(self.entries)!r})"


class JsSet:
    """The conversion of a set."""

    __slots__ = ("members",)

    def __init__(self, members: Iterable[object]) -> None:
        self.members = tuple(members)
