"""Templates for objects, one per set of keys: the rows of a table are written by one `%` each."""

from collections.abc import Callable
from typing import NamedTuple

from lissome.codec.errors import EncodeError
from lissome.codec.text import property_order


class Shape(NamedTuple):
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


class Shapes(dict[tuple[object, ...], Shape | None]):
    """Shapes by a dict's keys; None for keys that make it a Map.

    A lookup raises EncodeError for a `__proto__` key: it would set the prototype instead of a property.
    """

    def __init__(self, write_key: Callable[[str], str]) -> None:
        super().__init__()
        self._write_key = write_key

    def __missing__(self, keys: tuple[object, ...]) -> Shape | None:
        texts = tuple(key for key in keys if type(key) is str)
        shape = self._shape(texts) if len(texts) == len(keys) else None
        self[keys] = shape
        return shape

    def _shape(self, keys: tuple[str, ...]) -> Shape:
        if "__proto__" in keys:
            raise EncodeError("", "__proto__", "has a `__proto__` key. Give the key another name.")
        ordered = property_order(keys)
        pairs = (self._write_key(key).replace("%", "%%") + ":%s" for key in ordered)
        return Shape(ordered, ordered == keys, "{" + ",".join(pairs) + "}")
