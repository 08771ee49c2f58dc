"""What a request brought with it: texts and objects by which its data is known again where it was left."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Any, Final
from urllib.parse import unquote_plus

from lissome.state_guard.heap.introspect import (
    ContainerKind,
    Item,
    entries_of,
    instance_dict,
    items_of,
    kind_of,
)
from lissome.state_guard.writes.recorder import ATOMS

# A shorter text is found everywhere. One that is the whole of a value may be shorter than a part of one.
SHORTEST_WHOLE: Final = 3
SHORTEST_PART: Final = 5
_LONGEST: Final = 4_000
_MOST: Final = 400
_DEEPEST: Final = 5

# Said by browsers and proxies, not by users.
_TECHNICAL: Final = re.compile(
    r"accept.*|access-control-.*|cache-control|connection|content-.*|cookie|authorization|date|dnt|expect|"
    r"forwarded|host|if-.*|keep-alive|origin|pragma|priority|range|referer|sec-.*|te|trailer|"
    r"transfer-encoding|upgrade.*|user-agent|via|x-forwarded-.*|x-real-ip|x-sveltekit-.*|x-requested-with"
)
_COMMON: Final = frozenset(
    {
        *("true", "false", "null", "none", "undefined", "yes", "no", "off", "get", "post", "put", "delete"),
        *("patch", "head", "default", "bearer", "basic", "http", "https", "localhost", "testserver"),
        *("application/json", "text/html", "asc", "desc", "all", "new", "the", "and", "nan"),
    }
)
# Of these nothing is read that a request brought.
SEALED: Final = (
    ContainerKind.CLASS,
    ContainerKind.FUNCTION,
    ContainerKind.OTHER,
    ContainerKind.MEMO,
    ContainerKind.LOCAL,
    ContainerKind.DEFAULT,
    None,
)
_PARTS: Final = re.compile(r"[\w@+-]{8,}")

# What cookies and attributes of locals are called that say who it is, and what of a user's object does.
_WHO: Final = re.compile(
    r"(?:.*[._-])?(?:user|account|member|customer|person|owner|session|sess|auth|token|jwt|login|identity|"
    r"principal|uid|sid|e?mail|sub|viewer|actor|me)[._-]?(?:id|name|key|token|email)?|.*sess(?:ion)?_?id"
)
_NAME: Final = re.compile(
    r"(?:.*_)?(?:id|uid|uuid|pk|sub|name|username|login|e?mail|phone|token|key|session)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class ValueOrigin:
    """Where in a request something came from.

    Attributes:
        name: for messages: ``cookie 'user'``.
        personal: whether it belongs to the user; a path or a query only says what was asked for.
        is_credential: whether it tells the server who the user is.
        is_name: whether it is what the user is called by: then it is the user's even if the same text stands
            in the app's source, as those of users for a demo do.
    """

    name: str
    personal: bool = True
    is_credential: bool = False
    is_name: bool = False


@dataclass(slots=True)
class RequestValues:
    """What a request brought.

    Attributes:
        texts: in lower case, with their sources.
        objects: by id: the event, its parts, and the objects in `event.locals`.
        short: texts and numbers by which the user is known, but which are found everywhere.
        kept: those objects, so that the ids stay theirs.
    """

    texts: dict[str, ValueOrigin] = field(default_factory=dict)
    objects: dict[int, ValueOrigin] = field(default_factory=dict)
    short: dict[str, ValueOrigin] = field(default_factory=dict)
    kept: list[Any] = field(default_factory=list)

    def release(self) -> None:
        """Let the objects go; the texts stay."""
        self.objects.clear()
        self.kept.clear()

    def add_text(self, text: object, source: ValueOrigin) -> None:
        """Take in a text, if it can tell one request from another."""
        lowered = str(text).strip().lower() if isinstance(text, str | int) and text is not True else ""
        if lowered in _COMMON or len(lowered) > _LONGEST or len(self.texts) >= _MOST:
            return
        is_number = lowered.isdecimal() and len(lowered) < SHORTEST_PART and source.personal
        if is_number or len(lowered) < SHORTEST_WHOLE:
            if source.is_name and lowered:
                self.short.setdefault(lowered, source)
            return
        if source.is_name or lowered not in self.texts:
            self.texts[lowered] = source

    def names(self, text: str) -> bool:
        """Whether the user is called by this text (in lower case)."""
        source = self.texts.get(text)
        return source is not None and source.is_name

    def add_object(self, value: Any, source: ValueOrigin) -> None:
        """Take in an object that belongs to the request."""
        if value is not None and type(value) not in ATOMS:
            self.objects.setdefault(id(value), source)
            self.kept.append(value)


def values_of(event: Any, app_owned: Collection[int]) -> RequestValues:
    """All that a request that is over brought with it.

    Args:
        event: its event.
        app_owned: ids of objects that belong to the app; `event.locals` may refer to some.
    """
    derived = RequestValues()
    request = event.request
    _add_parts(derived, event)
    for name, value in _cookies(event):
        is_name = _WHO.fullmatch(name.lower()) is not None
        _add_with_parts(derived, value, ValueOrigin(f"cookie {name!r}", is_credential=True, is_name=is_name))
    _add_headers(derived, request.headers)
    form = vars(request).get("_form") if instance_dict(request) else None
    if form is not None:
        derived.add_object(form, ValueOrigin("the submitted form"))
        for name, value in form.multi_items():
            derived.add_text(getattr(value, "filename", value), ValueOrigin(f"form field {name!r}"))
    _add_body(derived, request)
    _add_locals(derived, event, app_owned)
    for name, value in _pairs(getattr(event, "params", None)):
        derived.add_text(value, ValueOrigin(f"parameter {name!r}", personal=False))
    for name, value in _pairs(getattr(event.url, "search_params", None)):
        derived.add_text(value, ValueOrigin(f"query parameter {name!r}", personal=False))
    return derived


def _add_parts(derived: RequestValues, event: Any) -> None:
    derived.add_object(event, ValueOrigin("the event"))
    derived.add_object(getattr(event, "_state", None), ValueOrigin("the event"))
    for name in ("request", "locals", "cookies", "url", "params"):
        derived.add_object(getattr(event, name, None), ValueOrigin(f"event.{name}"))


def _cookies(event: Any) -> Iterator[tuple[str, str]]:
    jar = getattr(event, "cookies", None)
    with suppress(Exception):  # a fake, or one that is closed
        yield from jar.get_all().items()  # type: ignore[union-attr]


def _add_headers(derived: RequestValues, headers: Mapping[str, str]) -> None:
    authorization = headers.get("authorization", "")
    scheme, _, credentials = authorization.partition(" ")
    source = ValueOrigin("the authorization header", is_credential=True, is_name=True)
    for text in (authorization, credentials):
        derived.add_text(text, source)
    if scheme.lower() == "basic":
        with suppress(binascii.Error, UnicodeDecodeError):
            for part in base64.b64decode(credentials, validate=True).decode().split(":", 1):
                derived.add_text(part, source)
    for name, value in headers.items():
        if not _TECHNICAL.fullmatch(name.lower()):
            derived.add_text(value, ValueOrigin(f"header {name!r}"))


def _add_body(derived: RequestValues, request: Any) -> None:
    own = instance_dict(request) or {}
    source = ValueOrigin("the request's body")
    if own.get("_json") is not None:
        _add_values(derived, own["_json"], source, frozenset())
    elif own.get("_body") and own.get("_form") is None:
        with suppress(UnicodeDecodeError):
            text = own["_body"][:_LONGEST].decode()
            derived.add_text(text, source)
            with suppress(ValueError):
                _add_values(derived, json.loads(text), source, frozenset())


def _add_locals(derived: RequestValues, event: Any, app_owned: Collection[int]) -> None:
    for name, value in (instance_dict(getattr(event, "locals", None)) or {}).items():
        if id(value) not in app_owned:
            is_name = _WHO.fullmatch(name.lower()) is not None
            _add_values(derived, value, ValueOrigin(f"event.locals.{name}", is_name=is_name), app_owned)


def _add_values(derived: RequestValues, value: Any, source: ValueOrigin, app_owned: Collection[int]) -> None:
    """The texts in a value, and the objects that it is made of, breadth first."""
    other = replace(source, is_name=False)
    level: list[tuple[Any, ValueOrigin]] = [(value, source)]
    for depth in range(_DEEPEST):
        below: list[tuple[Any, ValueOrigin]] = []
        for one, whose in level:
            if type(one) is str or type(one) is int:
                derived.add_text(one, whose)
            elif id(one) not in app_owned and id(one) not in derived.objects and len(derived.kept) < _MOST:
                derived.add_object(one, other)
                names_user = source.is_name and depth == 0
                below += [
                    (part, source if names_user and _is_name(name) else other) for name, part in _parts(one)
                ]
        level = below


def _is_name(name: object) -> bool:
    return isinstance(name, str) and _NAME.fullmatch(name) is not None


def _parts(value: Any) -> list[Item]:
    """What a value of a request is made of: containers, and instances with attributes."""
    type_ = type(value)
    if issubclass(type_, tuple) or type_ is frozenset:
        # of no kind if it holds only texts and numbers, which are what is wanted here
        return list(zip_longest(getattr(type_, "_fields", ()), entries_of(value)))
    kind = kind_of(value, ())
    if kind in SEALED:
        return []
    if kind in (ContainerKind.INSTANCE, ContainerKind.FOREIGN):
        return [item for item in items_of(value, ContainerKind.INSTANCE) if not _is_machinery(item[0])]
    return list(items_of(value, kind))


def _is_machinery(name: object) -> bool:
    return isinstance(name, str) and name.startswith(("_sa_", "__"))


def _add_with_parts(derived: RequestValues, text: str, source: ValueOrigin) -> None:
    """A cookie may be a token with a signature, or JSON, percent-encoded: its parts are as telling."""
    derived.add_text(text, source)
    plain = unquote_plus(text)
    for part in _PARTS.findall(plain):
        derived.add_text(part, source)


def _pairs(mapping: Any) -> Iterator[tuple[str, Any]]:
    if mapping is None:
        return
    with suppress(Exception):  # a mapping of the app's own
        yield from mapping.items()
