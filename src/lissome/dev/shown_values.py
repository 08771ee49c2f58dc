"""The values of locals as texts: cut, without secrets, and without running any code of the app.

A `__repr__` of the app may ask a database, fail, or say what must not be shown. So only types of Python's own
are asked for theirs; of other objects the class and the attributes are shown.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from pathlib import PurePath
from types import (
    BuiltinFunctionType,
    CoroutineType,
    FunctionType,
    MemberDescriptorType,
    MethodType,
    ModuleType,
    NoneType,
)
from typing import Any, Final
from uuid import UUID

from pydantic import SecretBytes, SecretStr

from lissome.server.log_secrets import SECRET_NAME, without_secrets

# Characters of one value, of one text within it; members of one container; levels.
_LONGEST: Final = 1000
_TEXT: Final = 200
_MEMBERS: Final = 12
_DEPTH: Final = 3
_HIDDEN: Final = "••••"
# Besides what is called a secret: what carries one.
_CARRIES_SECRETS: Final = re.compile(r"cookie|authorization|session|credential|signature|salt", re.IGNORECASE)
_PASSWORD_IN_URL: Final = re.compile(r"(\w+://[^\s:/@]*:)[^\s/@]+@")
_PLAIN: Final = frozenset({NoneType, bool, int, float, complex, Decimal, Fraction, UUID, range})
_DATES: Final = (dt.date, dt.time, dt.timedelta, dt.tzinfo)
_FUNCTIONS: Final = (FunctionType, MethodType, BuiltinFunctionType, CoroutineType)

Shown = tuple[tuple[str, str], ...]


def shown_locals(values: Mapping[str, Any]) -> Shown:
    """Return the locals of a frame by name, without modules and what the state guard has put there."""
    return tuple(
        (name, shown_named(name, value))
        for name, value in values.items()
        if not name.startswith(("__", "@", ".")) and not issubclass(type(value), ModuleType)
    )


def shown_named(name: str, value: object) -> str:
    """Return the text of a value with this name; of what is called a secret, only that it is one."""
    if is_secret(name) and value is not None and not isinstance(value, bool):
        return _HIDDEN
    try:
        text = shown(value)
    except Exception:  # noqa: BLE001 - a proxy runs code of the app even for isinstance()
        return f"<{type(value).__name__}>"
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def is_secret(name: str) -> bool:
    """True if something with this name is probably a secret, or carries one."""
    return bool(SECRET_NAME.search(name) or _CARRIES_SECRETS.search(name))


def shown(value: object, depth: int = _DEPTH) -> str:
    """Return the text of a value."""
    if isinstance(value, (SecretStr, SecretBytes)):
        return _HIDDEN
    if isinstance(value, (str, bytes, bytearray)):
        return _text(value)
    if isinstance(value, (type, *_FUNCTIONS)):
        kind = "class" if isinstance(value, type) else type(value).__name__
        return f"<{kind} {value.__qualname__}>"
    if isinstance(value, Enum):
        return f"{type(value).__name__}.{value._name_}"
    if type(value) in _PLAIN or isinstance(value, (*_DATES, PurePath)):
        return _own(value)
    return _composed(value, depth)


def _own(value: object) -> str:
    try:
        return repr(value)
    except Exception:  # noqa: BLE001 - an int with more digits than Python writes
        return f"<{type(value).__name__}>"


def _text(value: str | bytes | bytearray) -> str:
    cut = value[:_TEXT]
    if isinstance(cut, str):
        cut = _PASSWORD_IN_URL.sub(rf"\1{_HIDDEN}@", without_secrets(cut))
    text = str.__repr__(cut) if isinstance(cut, str) else repr(bytes(cut))
    return text if len(value) <= _TEXT else f"{text}… ({len(value)} in all)"


def _composed(value: object, depth: int) -> str:
    name = type(value).__name__
    if isinstance(value, dict):
        inner = _pairs(_first(dict.items(value)), depth, "{}: {}", len(value))
        return f"{{{inner}}}" if type(value) is dict else f"{name}({{{inner}}})"
    if isinstance(value, (list, tuple, set, frozenset)):
        return _sequence(value, depth)
    attributes = _attributes(value)
    if not attributes:
        return f"<{name}>"
    return f"{name}({_pairs(_first(attributes.items()), depth, '{}={}', len(attributes), named=True)})"


def _sequence(value: Sequence[object] | set[object] | frozenset[object], depth: int) -> str:
    kind = next(kind for kind in (list, tuple, set, frozenset) if isinstance(value, kind))
    opening, closing = {list: "[]", tuple: "()", set: "{}", frozenset: ("frozenset({", "})")}[kind]
    count = kind.__len__(value)  # type: ignore[arg-type]  # of that kind
    if depth == 0 and count:
        return f"{opening}… {count}{closing}"
    members = [shown(member, depth - 1) for member in _first(kind.__iter__(value))]  # type: ignore[arg-type]
    more = [f"… {count - _MEMBERS} more"] if count > _MEMBERS else []
    return f"{opening}{', '.join([*members, *more])}{closing}"


def _pairs(
    pairs: Iterable[tuple[object, object]], depth: int, form: str, count: int, *, named: bool = False
) -> str:
    if depth == 0 and count:
        return f"… {count}"
    texts = []
    for key, value in pairs:
        hidden = isinstance(key, str) and is_secret(key) and value is not None
        text = _HIDDEN if hidden else shown(value, depth - 1)
        texts.append(form.format(key if named else shown(key, 0), text))
    return ", ".join([*texts, *([f"… {count - _MEMBERS} more"] if count > _MEMBERS else [])])


def _first(values: Iterable[Any]) -> list[Any]:
    return [value for _, value in zip(range(_MEMBERS), values, strict=False)]


def _attributes(value: object) -> dict[str, object]:
    """Return the attributes as they are kept: a property would run code of the app."""
    kept = dict(_instance_dict(value))
    for kind in reversed(type(value).__mro__):
        for name in vars(kind).get("__slots__", ()):
            member = vars(kind).get(name)
            if isinstance(member, MemberDescriptorType):
                with contextlib.suppress(AttributeError):  # it is not set
                    kept[name] = member.__get__(value, kind)
    unshown = {name for name, one in getattr(type(value), "__dataclass_fields__", {}).items() if not one.repr}
    return {name: one for name, one in kept.items() if not name.startswith("_") and name not in unshown}


def _instance_dict(value: object) -> dict[str, object]:
    try:
        kept = object.__getattribute__(value, "__dict__")
    except AttributeError:  # it has slots alone
        return {}
    return kept if isinstance(kept, dict) else {}
