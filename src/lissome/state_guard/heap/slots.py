"""The value that a named attribute or key of any object has now, read without running code of the app."""

from __future__ import annotations

from enum import Enum
from types import GetSetDescriptorType, MemberDescriptorType
from typing import Any, Final

from lissome.state_guard.heap.introspect import attributes

_DESCRIPTORS: Final = (GetSetDescriptorType, MemberDescriptorType)
_NOT_READ: Final = ("__dict__", "__weakref__")


class Missing(Enum):
    """Stands for a slot that is not there, or that only code of the app could read."""

    MISSING = "missing"


MISSING: Final = Missing.MISSING


def slot_of(value: Any, slot: object) -> Any:
    """Return the attribute, key or index `slot` of a value, or `MISSING`.

    An attribute may be kept with an underscore before its name, as properties do.
    """
    if isinstance(value, dict):
        return dict.get(value, slot, MISSING) if isinstance(slot, str | int) else MISSING
    if isinstance(value, list) and type(slot) is int:
        return list.__getitem__(value, slot) if -len(value) <= slot < len(value) else MISSING
    if not isinstance(slot, str):
        return MISSING
    own = dict(attributes(value))
    kept_as = next((one for one in (slot, f"_{slot}") if one in own), None)
    return own[kept_as] if kept_as is not None else interpreters_attribute(value, slot)


def interpreters_attribute(value: Any, name: str) -> Any:
    """Return an attribute that Python itself keeps, such as ``__class__``, or `MISSING`."""
    for class_ in type(value).__mro__:
        descriptor = class_.__dict__.get(name, MISSING)
        if type(descriptor) in _DESCRIPTORS and name not in _NOT_READ:
            try:
                return descriptor.__get__(value)
            except Exception:  # noqa: BLE001 - it is not set, or the object is closed: its own errors say so
                return MISSING
        if descriptor is not MISSING:
            break
    return MISSING
