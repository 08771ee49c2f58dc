"""Templates for objects with the same keys: a whole row of a table is written by one `%`."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import length_hint
from typing import Any, Final, NamedTuple

from lissome.codec.errors import EncodeError
from lissome.codec.text import property_order

_WORTHWHILE: Final = 4
"""Shorter lists are written faster item by item."""


class ObjectTemplate(NamedTuple):
    """The text of objects with the same keys.

    Attributes:
        keys: in the order in which a JavaScript object has them.
        is_ordered: True if Python has them in the same order.
        text: the text, with a `%s` for each value.
    """

    keys: tuple[str, ...]
    is_ordered: bool
    text: str

    def values(self, value: dict[str, object]) -> list[object]:
        return list(value.values()) if self.is_ordered else [value[key] for key in self.keys]


class Table(NamedTuple):
    """Dicts with the same keys in the same order, of which most large responses consist.

    Attributes:
        template: the template of a row.
        ids: of the rows.
        columns: the values, by key.
    """

    template: ObjectTemplate
    ids: list[int]
    columns: list[tuple[object, ...]]

    def write(self, cells: Iterable[object], separator: str) -> str:
        """Return the text of all rows, given the texts of their cells in order."""
        return separator.join([self.template.text] * len(self.ids)) % tuple(cells)


class ObjectTemplates(dict[tuple[object, ...], ObjectTemplate | None]):
    """Templates by the keys of a dict; None for keys that make it a Map.

    A lookup raises EncodeError for a `__proto__` key: it would set the prototype instead of a property.
    """

    def __init__(self, write_key: Callable[[str], str]) -> None:
        super().__init__()
        self._write_key = write_key

    def __missing__(self, keys: tuple[object, ...]) -> ObjectTemplate | None:
        # members of a StrEnum and the like are equal to their text, so they have its template
        texts = tuple(str.__str__(key) for key in keys if isinstance(key, str))
        template = self._template(texts) if len(texts) == len(keys) else None
        self[keys] = template
        return template

    def table(self, rows: Sequence[Any]) -> Table | None:
        """Return the rows as a table if all have the same keys; no Python code runs for its values."""
        if len(rows) < _WORTHWHILE or {*map(type, rows)} != {dict}:
            return None
        keys = tuple(rows[0])
        template = self[keys] if [*map(tuple, rows)].count(keys) == len(rows) else None
        if template is None or not template.is_ordered or not template.keys:
            return None
        return Table(template, [*map(id, rows)], [*zip(*map(dict.values, rows), strict=True)])

    def _template(self, keys: tuple[str, ...]) -> ObjectTemplate:
        if "__proto__" in keys:
            raise EncodeError("", "__proto__", "has a `__proto__` key. Give the key another name.")
        ordered = property_order(keys)
        pairs = (self._write_key(key).replace("%", "%%") + ":%s" for key in ordered)
        return ObjectTemplate(ordered, ordered == keys, "{" + ",".join(pairs) + "}")


def position(values: Iterator[object], count: int) -> int:
    """Return the index of the item that an iterator gave last. Paths are computed only for errors."""
    return count - length_hint(values) - 1
