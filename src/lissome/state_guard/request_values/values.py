"""The texts and objects of a request, by which its data is recognised where it was left.

This is taint analysis by value: no object is marked; the values of a request are remembered until the state
has been searched for them.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import weakref
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from enum import Enum
from itertools import zip_longest
from types import FunctionType, ModuleType
from typing import Any, Final
from urllib.parse import unquote_plus

from lissome.server.request.observer import ObservedRequest
from lissome.state_guard.heap.introspect import (
    ATOMS,
    ContainerKind,
    Item,
    entries_of,
    instance_dict,
    items_of,
    kind_of,
)

# Shorter texts are found everywhere. One that is the whole of a value may be shorter than a part of one.
SHORTEST_WHOLE: Final = 3
SHORTEST_PART: Final = 5
_LONGEST: Final = 4_000
_MOST: Final = 400
_DEEPEST: Final = 5

# Headers that browsers and proxies set, not users.
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
# Kinds of values that are not opened: they do not consist of data of a request.
_NOT_OPENED: Final = (
    *(ContainerKind.CLASS, ContainerKind.FUNCTION, ContainerKind.BUILTIN, ContainerKind.LRU_CACHE),
    *(ContainerKind.THREAD_LOCAL, ContainerKind.CONTEXT_DEFAULT, ContainerKind.CONTEXT),
    *(ContainerKind.WEAK_KEYED, ContainerKind.FIELDS, ContainerKind.EXCEPTION, None),
)
_TOKEN: Final = re.compile(r"[\w@+-]{8,}")

# Names of cookies and of attributes of locals that identify the user, and of the identifying parts of a user.
_IDENTITY: Final = re.compile(
    r"(?:.*[._-])?(?:user|account|member|customer|person|owner|session|sess|auth|token|jwt|login|identity|"
    r"principal|uid|sid|e?mail|sub|viewer|actor|me)[._-]?(?:id|name|key|token|email)?|.*sess(?:ion)?_?id"
)
_IDENTITY_PART: Final = re.compile(
    r"(?:.*_)?(?:id|uid|uuid|pk|sub|name|username|login|e?mail|phone|token|key|session)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class ValueOrigin:
    """The part of a request that a value came from.

    Attributes:
        name: for messages: ``cookie 'user'``.
        is_personal: True if it belongs to the user; a path or a query only says what was asked for.
        is_credential: True if it proves to the server who the user is.
        is_identity: True if it identifies the user: then it is the user's even if the same text stands in the
            app's source, as the names of a demo's users do.
        is_request: True for the event, its parts, the form and the contents of locals, which must not outlive
            the request even in a cache with a bound.
    """

    name: str
    is_personal: bool = True
    is_credential: bool = False
    is_identity: bool = False
    is_request: bool = False


@dataclass(slots=True)
class RequestValues:
    """The values of a request.

    Attributes:
        texts: in lower case, with their origins.
        objects: by id, the event, its parts, and the objects in `event.locals`.
        short: texts and numbers that identify the user, but occur everywhere.
    """

    texts: dict[str, ValueOrigin] = field(default_factory=dict)
    objects: dict[int, ValueOrigin] = field(default_factory=dict)
    short: dict[str, ValueOrigin] = field(default_factory=dict)
    _alive: list[Any] = field(default_factory=list)  # so that the ids stay theirs
    _weak: list[tuple[weakref.ref[Any], ValueOrigin]] = field(default_factory=list)

    def release(self) -> None:
        """Let the objects go; the texts stay."""
        self.objects.clear()
        self._alive.clear()
        self._weak.clear()

    def weaken(self) -> None:
        """Let the objects go, and remember by weak references those that can have one."""
        alive = [(one, self.objects[id(one)]) for one in self._alive if type(one).__weakrefoffset__]
        self.release()
        self._weak = [(weakref.ref(one), origin) for one, origin in alive]

    def revive(self) -> None:
        """Recognise the objects again that are still alive after `weaken`."""
        for reference, origin in self._weak:
            self.add_object(reference(), origin)
        self._weak = []

    def add_text(self, text: object, origin: ValueOrigin) -> None:
        """Add a text, if it can tell one request from another."""
        lowered = str(text).strip().lower() if isinstance(text, str | int) and text is not True else ""
        if lowered in _COMMON or len(lowered) > _LONGEST or len(self.texts) >= _MOST:
            return
        is_number = lowered.isdecimal() and len(lowered) < SHORTEST_PART and origin.is_personal
        if is_number or len(lowered) < SHORTEST_WHOLE:
            if origin.is_identity and lowered:
                self.short.setdefault(lowered, origin)
            return
        if origin.is_identity or lowered not in self.texts:
            self.texts[lowered] = origin

    def add_object(self, value: Any, origin: ValueOrigin) -> None:
        """Add an object that belongs to the request."""
        is_everyones = isinstance(value, Enum | type | FunctionType | ModuleType)
        if type(value) not in ATOMS and not is_everyones and id(value) not in self.objects:
            self.objects[id(value)] = origin
            self._alive.append(value)

    def is_full(self) -> bool:
        """True if no more objects are to be added."""
        return len(self.objects) >= _MOST

    def identifies_user(self, text: str) -> bool:
        """True if the user is identified by this text (in lower case)."""
        origin = self.texts.get(text)
        return origin is not None and origin.is_identity

    def short_identity(self, key: object) -> ValueOrigin | None:
        """Return the origin of a short text or number that identifies the user: `key`, or one in a tuple."""
        if type(key) is tuple:
            return next((found for one in key if (found := self.short_identity(one)) is not None), None)
        return self.short.get(str(key).lower()) if type(key) in (int, str) else None


def values_of(request: ObservedRequest, app_owned: Collection[int]) -> RequestValues:
    """Return the values of a request that is over.

    Args:
        app_owned: ids of objects that belong to the app; `event.locals` may refer to some.
    """
    values = RequestValues()
    for name, part in request.parts:
        values.add_object(part, ValueOrigin(name, is_request=True))
    for name, value in request.cookies.items():
        is_identity = _IDENTITY.fullmatch(name.lower()) is not None
        origin = ValueOrigin(f"cookie {name!r}", is_credential=True, is_identity=is_identity)
        _add_cookie(values, value, origin)
    _add_headers(values, request.headers)
    _add_form_and_body(values, request)
    _add_locals(values, request.locals, app_owned)
    for name, parameter in request.params.items():
        values.add_text(parameter, ValueOrigin(f"parameter {name!r}", is_personal=False))
    for name, value in request.query:
        values.add_text(value, ValueOrigin(f"query parameter {name!r}", is_personal=False))
    return values


def _add_cookie(values: RequestValues, text: str, origin: ValueOrigin) -> None:
    """Add a cookie's value and the parts of it: it may be a signed token, or JSON, percent-encoded."""
    values.add_text(text, origin)
    for part in _TOKEN.findall(unquote_plus(text)):
        values.add_text(part, origin)


def _add_headers(values: RequestValues, headers: Iterable[tuple[str, str]]) -> None:
    for name, value in headers:
        if name == "authorization":
            _add_authorization(values, value)
        elif not _TECHNICAL.fullmatch(name):
            values.add_text(value, ValueOrigin(f"header {name!r}"))


def _add_authorization(values: RequestValues, header: str) -> None:
    scheme, _, credentials = header.partition(" ")
    origin = ValueOrigin("the authorization header", is_credential=True, is_identity=True)
    values.add_text(header, origin)
    values.add_text(credentials, origin)
    if scheme.lower() == "basic":
        with suppress(binascii.Error, UnicodeDecodeError):
            for part in base64.b64decode(credentials, validate=True).decode().split(":", 1):
                values.add_text(part, origin)


def _add_form_and_body(values: RequestValues, request: ObservedRequest) -> None:
    origin = ValueOrigin("the request's body")
    if request.form is not None:
        values.add_object(request.form, ValueOrigin("the submitted form", is_request=True))
        for name, value in request.form.multi_items():
            values.add_text(getattr(value, "filename", value), ValueOrigin(f"form field {name!r}"))
    if request.json is not None:
        _add_nested(values, request.json, origin, frozenset())
    elif request.body and request.form is None:
        with suppress(UnicodeDecodeError):
            text = request.body[:_LONGEST].decode()
            values.add_text(text, origin)
            with suppress(ValueError, RecursionError):
                _add_nested(values, json.loads(text), origin, frozenset())


def _add_locals(values: RequestValues, locals_: object, app_owned: Collection[int]) -> None:
    for name, value in (instance_dict(locals_) or {}).items():
        if id(value) not in app_owned:
            is_identity = _IDENTITY.fullmatch(name.lower()) is not None
            origin = ValueOrigin(f"event.locals.{name}", is_identity=is_identity, is_request=True)
            _add_nested(values, value, origin, app_owned)


def _add_nested(values: RequestValues, value: Any, origin: ValueOrigin, app_owned: Collection[int]) -> None:
    """Add the texts in a value, and the objects that it is made of, breadth first."""
    other = replace(origin, is_identity=False)
    level: list[tuple[Any, ValueOrigin]] = [(value, origin)]
    for depth in range(_DEEPEST):
        below: list[tuple[Any, ValueOrigin]] = []
        for one, from_ in level:
            if type(one) is str or type(one) is int:
                values.add_text(one, from_)
            elif id(one) not in app_owned and id(one) not in values.objects and not values.is_full():
                values.add_object(one, other)
                is_user = from_.is_identity and depth == 0
                below += [
                    (part, origin if is_user and _is_identity_part(name) else other)
                    for name, part in _parts_of(one)
                ]
        level = below


def _is_identity_part(name: object) -> bool:
    return isinstance(name, str) and _IDENTITY_PART.fullmatch(name) is not None


def _parts_of(value: Any) -> list[Item]:
    """The parts of a value of a request: entries of containers, attributes of instances."""
    type_ = type(value)
    if issubclass(type_, tuple) or type_ is frozenset:
        # `kind_of` has no kind for those of texts and numbers only, which are wanted here
        return list(zip_longest(getattr(type_, "_fields", ()), entries_of(value)))
    kind = kind_of(value, ())
    if kind is None or kind in _NOT_OPENED:
        return []
    if kind in (ContainerKind.INSTANCE, ContainerKind.LIBRARY):
        return [item for item in items_of(value, ContainerKind.INSTANCE) if not _is_internal(item[0])]
    return list(items_of(value, kind))


def _is_internal(name: object) -> bool:
    return isinstance(name, str) and name.startswith(("_sa_", "__"))
