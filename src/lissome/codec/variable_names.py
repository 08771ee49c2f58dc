"""The variables of `uneval`'s output: the values that get one, and their names."""

from collections.abc import Callable, Mapping
from typing import Final

from lissome.codec.count_references import Key
from lissome.codec.text import utf16_length

_LETTERS: Final = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_$"

# Reserved words of all versions of JavaScript that the scheme below could produce.
_RESERVED: Final = frozenset(
    """
    do if in for int let new try var byte case char else enum goto long this void with await break catch class
    const final float short super throw while yield delete double export import native return switch throws
    typeof boolean default extends finally package private abstract continue debugger function volatile
    interface protected transient implements instanceof synchronized
    """.split()  # noqa: SIM905  a list of them would fill the page
)


def name_repeated_values(counts: Mapping[Key, int], literal: Callable[[str | int], str]) -> dict[Key, str]:
    """Name the values that occur more than once, the most frequent first, in the order of the parameters.

    Args:
        counts: occurrences, in order of the first.
        literal: writes a primitive. Primitives that are cheap to repeat get no name.
    """
    names: dict[Key, str] = {}
    repeated = [(key, count) for key, count in counts.items() if count > 1]
    for key, count in sorted(repeated, key=lambda pair: -pair[1]):
        name = _name(len(names))
        if isinstance(key, int) or _is_worth_it(utf16_length(literal(key[0])), count, len(name)):
            names[key] = name
    return names


def _is_worth_it(length: int, count: int, name: int) -> bool:
    """Compare by devalue's estimate: one literal, a parameter, the name at each occurrence, and 25."""
    return length * count > length + (count + 1) * name + 25


def _name(index: int) -> str:
    """Return one of the names a, b, … $, aa, ab, …"""
    name = ""
    while index >= 0:
        name = _LETTERS[index % len(_LETTERS)] + name
        index = index // len(_LETTERS) - 1
    return f"{name}0" if name in _RESERVED else name
