"""Modules of random types, each with a value of it: source texts, as an app's author would write them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Final, NamedTuple

HEAD: Final = """
import collections, datetime as dt, decimal, enum, ipaddress, pathlib, uuid
from array import array
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Generic, Literal, NamedTuple, NewType, Optional, TypeVar, Union

import msgspec
from pydantic import AnyUrl, BaseModel, ConfigDict, Field, PlainSerializer, RootModel
from pydantic import computed_field, field_serializer, model_serializer
from pydantic.alias_generators import to_camel
from pydantic.dataclasses import dataclass as model_dataclass
from typing_extensions import NotRequired, Required, TypedDict

from lissome import URL, ArrayBuffer, BigInt, Map, RegExp, Url, UrlSearchParams
from lissome.url import parse_url

T = TypeVar("T")
UserId = NewType("UserId", int)


class Color(enum.Enum):
    RED = "red"
    BLUE = 2


class Role(enum.StrEnum):
    ADMIN = "admin"
    GUEST = "guest"


class Level(enum.IntEnum):
    LOW = 1
    HIGH = 2


class Pair(NamedTuple):
    left: int
    right: str


class Odd:
    def __init__(self, x): self.x = x
"""

# Annotations, and values of them.
_SCALARS: Final = (
    ("str", "'a'", "''", "'\"<é'"),
    ("int", "0", "-7", "2**53 - 1"),
    ("float", "1.5", "-0.25", "3"),
    ("bool", "True", "False"),
    ("None", "None"),
    ("dt.datetime", "dt.datetime(2024, 5, 31, 14, 30, tzinfo=dt.UTC)", "dt.datetime(1, 2, 3)"),
    ("dt.date", "dt.date(2024, 5, 31)"),
    ("dt.time", "dt.time(14, 30)"),
    ("dt.timedelta", "dt.timedelta(seconds=90)"),
    ("decimal.Decimal", "decimal.Decimal('1.50')"),
    ("uuid.UUID", "uuid.UUID(int=7)"),
    ("bytes", "b''", "b'ab'"),
    ("pathlib.PurePosixPath", "pathlib.PurePosixPath('/a/b')"),
    ("ipaddress.IPv4Address", "ipaddress.IPv4Address('10.0.0.1')"),
    ("UserId", "UserId(4)"),
    ("Color", "Color.RED", "Color.BLUE"),
    ("Role", "Role.ADMIN"),
    ("Level", "Level.HIGH"),
    ("Pair", "Pair(1, 'x')"),
    ("Literal['a', 3, None]", "'a'", "3", "None"),
    ("Literal[Color.RED]", "Color.RED"),
    ("Annotated[int, 'a note']", "5"),
)
# Python's names for types of JavaScript's, which pydantic does not know.
_JAVASCRIPTS: Final = (
    ("ArrayBuffer", "ArrayBuffer(b'x')"),
    ("BigInt", "BigInt(3)"),
    ("Url", "Url('http://a.example/b')"),
    ("UrlSearchParams", "UrlSearchParams('a=1')"),
    ("URL", "parse_url('http://a.example/b')"),
    ("bytearray", "bytearray(b'x')"),
    ("array", "array('i', [1, 2])"),
    ("range", "range(3)"),
    ("Map[int, str]", "Map()", "Map({1: 'a'})"),
    ("Map[str, dt.date]", "Map({'a': dt.date(2024, 1, 1)})"),
)
_IN_MODELS: Final = (
    ("AnyUrl", "AnyUrl('http://a.example/')"),
    ("Annotated[int, PlainSerializer(lambda v: f'{v}', return_type=str)]", "1"),
    ("Annotated[int, PlainSerializer(lambda v: [v], return_type=list[int], when_used='unless-none')]", "1"),
)
_KEYS: Final = (
    ("str", "'a'", "'b c'"),
    ("int", "1", "2"),
    ("Role", "Role.ADMIN"),
    ("Literal['x', 'y']", "'x'", "'y'"),
    ("Color", "Color.RED"),
    ("dt.date", "dt.date(2024, 5, 31)"),
    ("uuid.UUID", "uuid.UUID(int=7)"),
)
_HASHABLE: Final = (*_KEYS, ("bool", "True"), ("float", "1.5"), ("decimal.Decimal", "decimal.Decimal('1')"))


class Typed(NamedTuple):
    """An annotation and an expression whose value is of it."""

    annotation: str
    value: str


@dataclass
class RandomModule:
    """The source of a module, which grows with each type.

    Args:
        random: the source of all choices.
        json: the types are those that JSON can send.
    """

    random: Random
    json: bool = False
    classes: list[str] = field(default_factory=list)

    def source(self) -> str:
        """Return the definitions of the classes."""
        return HEAD + "\n".join(self.classes)

    def typed(self, depth: int, *, in_model: bool = False) -> Typed:
        """Return a random type."""
        made = [self._scalar, self._scalar, self._container, self._container, self._union]
        if depth:
            made += [self._class, self._class, self._class]
        choose = self.random.choice(made if depth else [self._scalar])
        return choose(max(depth - 1, 0), in_model)

    def _scalar(self, _depth: int, in_model: bool) -> Typed:
        more = _IN_MODELS if in_model else () if self.json else _JAVASCRIPTS
        annotation, *values = self.random.choice((*_SCALARS, *more))
        return Typed(annotation, self.random.choice(values))

    def _pick(self, choices: tuple[tuple[str, ...], ...]) -> tuple[str, list[str]]:
        annotation, *values = self.random.choice(choices)
        return annotation, list(values)

    def _container(self, depth: int, in_model: bool) -> Typed:
        inner, other = (self.typed(depth, in_model=in_model) for _ in range(2))
        key, keys = self._pick(_KEYS)
        member, members = self._pick(_HASHABLE)
        entries = ", ".join(f"{each}: {inner.value}" for each in keys[: self.random.randint(0, len(keys))])
        several = ", ".join([inner.value] * self.random.randint(0, 2))
        plain = [
            Typed(f"list[{inner.annotation}]", f"[{several}]"),
            Typed(f"deque[{inner.annotation}]", f"deque([{several}])"),
            Typed(f"Sequence[{inner.annotation}]", f"[{several}]"),
            Typed(f"tuple[{inner.annotation}, ...]", f"tuple([{several}])"),
            Typed(f"tuple[{inner.annotation}, {other.annotation}]", f"({inner.value}, {other.value})"),
            Typed("tuple[()]", "()"),
            Typed(f"set[{member}]", f"{{*({', '.join(members)},)}}"),
            Typed(f"frozenset[{member}]", "frozenset()"),
            Typed(f"dict[{key}, {inner.annotation}]", f"{{{entries}}}"),
            Typed(f"Mapping[{key}, {inner.annotation}]", f"{{{entries}}}"),
            Typed(f"dict[str | int, {inner.annotation}]", f"{{'a': {inner.value}, 1: {inner.value}}}"),
            Typed(f"OrderedDict[str, {inner.annotation}]", f"OrderedDict(a={inner.value})"),
            Typed("Counter[str]", "Counter('abba')"),
        ]
        if not in_model:  # pydantic wants to know how to make missing values
            plain.append(
                Typed(f"defaultdict[str, {inner.annotation}]", f"defaultdict(list, a={inner.value})")
            )
        return self.random.choice(plain)

    def _union(self, depth: int, in_model: bool) -> Typed:
        inner = self.typed(depth, in_model=in_model)
        return self.random.choice(
            [
                Typed(f"Optional[{inner.annotation}]", inner.value),
                Typed(f"Optional[{inner.annotation}]", "None"),
                Typed(f"Union[{inner.annotation}, Literal['none of it']]", "'none of it'"),
            ]
        )

    def _class(self, depth: int, in_model: bool) -> Typed:
        kinds: list[Callable[[str, list[Typed]], Typed]] = [
            *(self._typed_dict, self._dataclass, self._named_tuple, self._model, self._generic_model),
            *(self._serialized_model, self._root_model, self._model_dataclass, self._computed_model),
        ]
        if not in_model:
            kinds += [self._generic_dataclass, self._struct, self._generic_dict]
        choose = self.random.choice(kinds)
        is_model = in_model or "model" in choose.__name__
        members = [self.typed(depth, in_model=is_model) for _ in range(self.random.randint(1, 3))]
        return choose(f"C{len(self.classes)}", members)

    def _add(self, text: str) -> None:
        self.classes.append(text)

    def _typed_dict(self, name: str, members: list[Typed]) -> Typed:
        required = self.random.choice(["{}", "NotRequired[{}]", "Required[{}]"])
        total = self.random.choice(["", ", total=False"])
        lines = _lines(members, required)
        self._add(f"class {name}(TypedDict{total}):\n{lines}\n    extra: NotRequired[int]\n")
        return Typed(name, f"{{{', '.join(f'{key!r}: {each.value}' for key, each in _named(members))}}}")

    def _dataclass(self, name: str, members: list[Typed]) -> Typed:
        options = self.random.choice(["", "(frozen=True, slots=True)", "(kw_only=True)"])
        self._add(f"@dataclass{options}\nclass {name}:\n{_lines(members)}\n")
        return Typed(name, f"{name}({_arguments(members)})")

    def _named_tuple(self, name: str, members: list[Typed]) -> Typed:
        self._add(f"class {name}(NamedTuple):\n{_lines(members)}\n")
        return Typed(name, f"{name}({_arguments(members)})")

    def _generic_dataclass(self, name: str, members: list[Typed]) -> Typed:
        self._add(
            f"@dataclass\nclass {name}(Generic[T]):\n    items: list[T]\n"
            f"    next: '{name}[T] | None' = None\n"
        )
        one = members[0]
        return Typed(f"{name}[{one.annotation}]", f"{name}([{one.value}], {name}([]))")

    def _generic_dict(self, name: str, members: list[Typed]) -> Typed:
        self._add(f"class {name}(TypedDict, Generic[T]):\n    items: list[T]\n    total: int\n")
        one = members[0]
        return Typed(f"{name}[{one.annotation}]", f"{{'items': [{one.value}], 'total': 1}}")

    def _struct(self, name: str, members: list[Typed]) -> Typed:
        options = self.random.choice(["", ", rename='camel'", ", tag=True", ", tag_field='kind', tag='it'"])
        lines = _lines(members, names="first_one second_one third_one")
        self._add(f"class {name}(msgspec.Struct{options}):\n{lines}\n")
        return Typed(name, f"{name}({', '.join(each.value for each in members)})")

    def _model(self, name: str, members: list[Typed]) -> Typed:
        config = self.random.choice(
            [
                *("", "alias_generator=to_camel, serialize_by_alias=True", "alias_generator=to_camel"),
                *("extra='allow'", "use_enum_values=True"),
            ]
        )
        more = self.random.choice(
            [
                "",
                "    secret: str = Field('s', exclude=True)\n",
                "    by_name: int = Field(1, serialization_alias='byName')\n",
                "    rare: int = Field(1, exclude_if=lambda v: v == 1)\n",
            ]
        )
        lines = _lines(members, names="first_one second_one third_one")
        self._add(
            f"class {name}(BaseModel):\n"
            f"    model_config = ConfigDict(arbitrary_types_allowed=True, populate_by_name=True, {config})\n"
            f"{lines}\n{more}"
        )
        extra = ", more=[1]" if "allow" in config else ""
        return Typed(name, f"{name}({_arguments(members, 'first_one second_one third_one')}{extra})")

    def _generic_model(self, name: str, members: list[Typed]) -> Typed:
        self._add(
            f"class {name}(BaseModel, Generic[T], arbitrary_types_allowed=True):\n"
            "    items: list[T]\n    total: int = 0\n"
        )
        one = members[0]
        return Typed(f"{name}[{one.annotation}]", f"{name}[{one.annotation}](items=[{one.value}])")

    def _serialized_model(self, name: str, members: list[Typed]) -> Typed:
        body = self.random.choice(
            [
                "    @field_serializer('a')\n    def _a(self, v: Any) -> list[str]: return [str(v)]\n",
                "    @field_serializer('a', when_used='json')\n    def _a(self, v: Any) -> str: return 'v'\n",
                "    @model_serializer\n    def _all(self) -> dict[str, int]: return {'n': 1}\n",
                "    @model_serializer\n    def _all(self) -> str: return 'all'\n",
            ]
        )
        self._add(f"class {name}(BaseModel, arbitrary_types_allowed=True):\n{_lines(members)}\n{body}")
        return Typed(name, f"{name}({_arguments(members)})")

    def _computed_model(self, name: str, members: list[Typed]) -> Typed:
        self._add(
            f"class {name}(BaseModel, arbitrary_types_allowed=True):\n{_lines(members)}\n"
            "    @computed_field\n    @property\n    def label(self) -> str: return 'x'\n"
            "    @computed_field(alias='theDay')\n    @property\n"
            "    def day(self) -> dt.date: return dt.date(1, 2, 3)\n"
        )
        return Typed(name, f"{name}({_arguments(members)})")

    def _root_model(self, name: str, members: list[Typed]) -> Typed:
        one = members[0]
        config = "model_config = ConfigDict(arbitrary_types_allowed=True)"
        self._add(f"class {name}(RootModel[list[{one.annotation}]]):\n    {config}\n")
        return Typed(name, f"{name}([{one.value}])")

    def _model_dataclass(self, name: str, members: list[Typed]) -> Typed:
        config = "config=ConfigDict(arbitrary_types_allowed=True)"
        self._add(f"@model_dataclass({config})\nclass {name}:\n{_lines(members)}\n")
        return Typed(name, f"{name}({_arguments(members)})")


def _named(members: list[Typed], names: str = "a b c") -> list[tuple[str, Typed]]:
    return list(zip(names.split(), members, strict=False))


def _lines(members: list[Typed], form: str = "{}", names: str = "a b c") -> str:
    return "\n".join(f"    {name}: {form.format(each.annotation)}" for name, each in _named(members, names))


def _arguments(members: list[Typed], names: str = "a b c") -> str:
    return ", ".join(f"{name}={each.value}" for name, each in _named(members, names))
