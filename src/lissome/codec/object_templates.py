"""Templates for objects, one per set of keys: the rows of a table are written by one `%` each."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import length_hint
from typing import Any, Final, NamedTuple

from lissome.codec.errors import EncodeError
from lissome.codec.text import property_order

_WORTHWHILE: Final = 4
"""Shorter lists are faster item by item."""


class ObjectTemplate(NamedTuple):
    """How objects with these keys are written.

    Attributes:
        keys: in the order in which a JavaScript object has them.
        is_ordered: whether Python has them in the same order.
        template: the text, with a `%s` for each value.
    """

    keys: tuple[str, ...]
    is_ordered: bool
    template: str

    def values(self, value: dict[str, object]) -> list[object]:
        return list(value.values()) if self.is_ordered else [value[key] for key in self.keys]


class Table(NamedTuple):
    """Dicts with the same keys in the same order, which is what large answers consist of.

    Attributes:
        shape: of each row.
        ids: of the rows.
        columns: the values, by key.
    """

    shape: ObjectTemplate
    ids: list[int]
    columns: list[tuple[object, ...]]

    def write(self, cells: Iterable[object], separator: str) -> str:
        """The text of all rows, given the texts of their cells one after the other."""
        return separator.join([self.shape.template] * len(self.ids)) % tuple(cells)


class ObjectTemplates(dict[tuple[object, ...], ObjectTemplate | None]):
    """ObjectTemplates by a dict's keys; None for keys that make it a Map.

    A lookup raises EncodeError for a `__proto__` key: it would set the prototype instead of a property.
    """

    def __init__(self, write_key: Callable[[str], str]) -> None:
        super().__init__()
        self._write_key = write_key

    def __missing__(self, keys: tuple[object, ...]) -> ObjectTemplate | None:
        # Members of a StrEnum and the like are equal to their text, so they have its shape
        texts = tuple(str.__str__(key) for key in keys if isinstance(key, str))
        shape = self._shape(texts) if len(texts) == len(keys) else None
        self[keys] = shape
        return shape

    def table(self, rows: Sequence[Any]) -> Table | None:
        """The rows as a table, when they are one; then they can be written without Python code per value."""
        if len(rows) < _WORTHWHILE or {*map(type, rows)} != {dict}:
            return None
        keys = tuple(rows[0])
        shape = self[keys] if [*map(tuple, rows)].count(keys) == len(rows) else None
        if shape is None or not shape.is_ordered or not shape.keys:
            return None
        return Table(shape, [*map(id, rows)], [*zip(*map(dict.values, rows), strict=True)])

    def _shape(self, keys: tuple[str, ...]) -> ObjectTemplate:
        if "__proto__" in keys:
            raise EncodeError("", "__proto__", "has a `__proto__` key. Give the key another name.")
        ordered = property_order(keys)
        pairs = (self._write_key(key).replace("%", "%%") + ":%s" for key in ordered)
        return ObjectTemplate(ordered, ordered == keys, "{" + ",".join(pairs) + "}")


def position(values: Iterator[object], count: int) -> int:
    """The index of the item an iterator gave last: paths are only worked out when something is wrong."""
    return count - length_hint(values) - 1
