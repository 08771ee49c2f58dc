"""TypeScript types from Python annotations."""

from __future__ import annotations

from dataclasses import make_dataclass
from pathlib import Path
from types import GenericAlias, ModuleType
from typing import Any

import pytest

from lissome.typescript.annotations import Types
from lissome.typescript.scalars import Wire
from support.typed_modules import make_module

SOURCE = """
from __future__ import annotations
import asyncio, datetime, enum, re
from collections import ChainMap, Counter, deque
from collections.abc import *
from dataclasses import dataclass
from decimal import Decimal
from typing import *
import msgspec, typing_extensions
from pydantic import BaseModel, Field, SecretStr
from lissome import BigInt, Map, TypedArray, Url

T = TypeVar("T")
U = TypeVar("U")

class Item(TypedDict):
    id: int
    title: NotRequired[str]

class Part(Item, total=False):
    size: Required[float]
    color: str

@dataclass
class Tree:
    name: str
    children: list[Tree]

@dataclass
class Box(Generic[T]):
    inside: T
    more: Box[T] | None

class Boxes(Box[Item]): ...

@dataclass
class Pair(Generic[T, U]):
    left: T
    right: U

@dataclass
class Named(Pair[str, list[T]], Generic[T]):  # its T is not that of Pair
    only: T

class Result(TypedDict, Generic[T, U]):
    value: T
    error: U

class Failed(Result[None, T]):
    code: T

@dataclass
class Chain(Generic[T]):
    value: T
    next: Self | None

Ts = TypeVarTuple("Ts")

@dataclass
class Many(Generic[Unpack[Ts]]):
    all: tuple[Unpack[Ts]]

@dataclass
class Several(Many[str, T], Generic[T]):
    one: T

@dataclass
class Table(Generic[T, U]):
    rows: dict[T, U]

Key = typing_extensions.TypeAliasType("Key", str)

@dataclass
class Growing(Generic[T]):
    value: T
    next: Growing[list[T]] | None

class Page(BaseModel, Generic[T]):
    items: list[T]

class Service:
    secret: str

class Date(TypedDict):
    day: int

class Half(TypedDict):
    known: int
    lost: Nowhere

class Role(enum.StrEnum):
    ADMIN = "admin"
    GUEST = "guest"

class Rights(enum.Flag):
    READ = 1
    WRITE = 2

class Patch(msgspec.Struct):
    name: str
    age: int | msgspec.UnsetType  # JSON leaves out UNSET

class Open(typing_extensions.TypedDict, extra_items=bool):
    id: int

class Nothing(TypedDict): ...

Inner = get_type_hints(type("", (), {"__annotations__": {"it": tuple[int, *tuple[str, ...], bool]}}))["it"]
Level = Literal[1, 2]
UserId = NewType("UserId", int)
Nested = typing_extensions.TypeAliasType("Nested", "list[Nested] | str")
Json = typing_extensions.TypeAliasType("Json", "dict[str, Json] | dict[Role, Json] | int")
Itself = typing_extensions.TypeAliasType("Itself", "Itself | int")
"""


@pytest.fixture(scope="module")
def module(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return make_module(SOURCE, tmp_path_factory.mktemp("annotations"))


def written(module: ModuleType, annotation: str, wire: Wire = Wire.DEVALUE) -> tuple[str, dict[str, str]]:
    types = Types(wire)
    return types.of(eval(annotation, vars(module))), types.declared


@pytest.mark.parametrize(
    ("annotation", "type_"),
    [
        ("dict[str, list[int]]", "Record<string, Array<number>>"),
        ("Optional[bool]", "boolean | null"),
        ("Union[int, float, None]", "number | null"),
        ("Literal['a', 'b', 3, True]", '"a" | "b" | 3 | true'),
        ("tuple[int, str]", "[number, string]"),
        ("tuple[int, ...]", "Array<number>"),
        ("tuple[()]", "[]"),
        ("tuple", "Array<any>"),
        ("Tuple", "Array<any>"),
        ("Inner", "[number, ...Array<string>, boolean]"),
        ("tuple[int, *tuple[str, ...]]", "[number, ...Array<string>]"),
        ("tuple[typing_extensions.Unpack[tuple[int, str]]]", "[...[number, string]]"),
        ("set[str]", "Set<string>"),
        ("dict", "Record<string, any>"),
        ("dict[int, str]", "Map<number, string> | Record<string, never>"),
        ("dict[Any, str]", "any"),
        ("dict[str | int, bool]", "Map<string | number, boolean> | Record<string, boolean>"),
        ("dict[datetime.date, int]", "Map<string, number> | Record<string, never>"),
        ("dict[Role, int]", 'Partial<Record<"admin" | "guest", number>>'),
        ("dict[Key, bool]", "Record<string, boolean>"),
        ("Counter[str]", "Record<string, number>"),
        ("Map[str, Decimal]", "Map<string, string>"),
        ("ItemsView[str, int]", "Array<[string, number]>"),
        ("datetime.datetime", "Date"),
        ("Awaitable[int]", "Promise<number>"),
        ("Coroutine[Any, Any, list[str]]", "Promise<Array<string>>"),
        ("asyncio.Task[str]", "Promise<string>"),
        ("AsyncIterator[int]", "AsyncIterable<number>"),
        ("Iterable[int]", "any"),
        ("list[Level]", "Array<1 | 2>"),
        ("UserId", "number"),
        ("Decimal | datetime.date", "string"),
        ("Rights", "number"),
        ("Annotated[int, Field(ge=1)]", "number"),
        ("BigInt", "bigint"),
        ("Literal[1, 9007199254740993]", "1 | bigint"),
        ("enum.Enum | None", "any"),
        ("TypedArray", "ArrayBufferView"),
        ("object", "unknown"),
        ("NoReturn", "never"),
        ("Service", "any"),
        ("SecretStr", "any"),
        ("re.Pattern[str]", "any"),
        ("str | Service", "any"),
        ("Callable[[], int]", "any"),
        ("T", "any"),
        ("'later'", "any"),
    ],
)
def test_translates_annotations(module: ModuleType, annotation: str, type_: str) -> None:
    assert written(module, annotation) == (type_, {})


@pytest.mark.parametrize(
    ("annotation", "type_", "declared"),
    [
        (
            "list[Part]",
            "Array<Part>",
            {"Part": '{ "id": number; "title"?: string; "size": number; "color"?: string }'},
        ),
        ("Tree", "Tree", {"Tree": '{ "name": string; "children": Array<Tree> }'}),
        ("Box[int]", "Box", {"Box": '{ "inside": number; "more": Box | null }'}),
        ("Page[Role]", "Page_Role", {"Page_Role": '{ "items": Array<"admin" | "guest"> }'}),
        ("Date", "Date_2", {"Date_2": '{ "day": number }'}),
        ("Half", "Half", {"Half": '{ "known": number; "lost": any }'}),
        ("Nested", "Nested", {"Nested": "Array<Nested> | string"}),
        (  # TypeScript has no types that are Records of themselves
            "Json",
            "Json",
            {"Json": '{ [key: string]: Json } | { [key in "admin" | "guest"]?: Json } | number'},
        ),
        ("Itself", "Itself", {"Itself": "any"}),
        ("Chain[int]", "Chain", {"Chain": '{ "value": number; "next": Chain | null }'}),
        ("Patch", "Patch", {"Patch": '{ "name": string; "age"?: number | undefined }'}),
        ("Open", "Open", {"Open": '{ "id": number; [key: string]: any }'}),
        ("Nothing", "Nothing", {"Nothing": "{}"}),
        (
            "Boxes",
            "Boxes",
            {
                "Boxes": '{ "inside": Item; "more": Box | null }',
                "Item": '{ "id": number; "title"?: string }',
                "Box": '{ "inside": Item; "more": Box | null }',
            },
        ),
    ],
)
def test_classes_with_members_get_names(
    module: ModuleType, annotation: str, type_: str, declared: dict[str, str]
) -> None:
    assert written(module, annotation) == (type_, declared)


@pytest.mark.parametrize(
    ("annotation", "type_"),
    [
        ("Named[int]", '{ "left": string; "right": Array<number>; "only": number }'),
        ("Named", '{ "left": string; "right": Array<any>; "only": any }'),
        ("Table[str, int]", '{ "rows": Record<string, number> }'),
        ("Table[int, str]", '{ "rows": Map<number, string> | Record<string, never> }'),
        ("Several[int]", '{ "all": any; "one": number }'),
        ("Failed[bool]", '{ "value": null; "error": boolean; "code": boolean }'),
    ],
)
def test_a_base_has_type_variables_of_its_own(module: ModuleType, annotation: str, type_: str) -> None:
    name, declared = written(module, annotation)
    assert declared[name] == type_


@pytest.mark.parametrize(
    ("name", "type_"),
    [
        ("object", "Object"),
        ("class_", "Class"),
        ("EndpointData", "EndpointData_2"),
        ("3d", "Type_3d"),
        ("__", "Type"),
        ("Page[int | None]", "Page_int_None"),
    ],
)
def test_a_name_is_no_word_of_the_declarations(name: str, type_: str) -> None:
    assert Types().of(make_dataclass(name, [])) == type_


def test_types_that_grow_without_end_become_any(module: ModuleType) -> None:
    declared = written(module, "Growing[int]")[1]
    assert list(declared.values())[1::3] == [
        '{ "value": Array<number>; "next": Growing_3 | null }',
        '{ "value": any; "next": Growing_5 | null }',
    ]


def test_two_classes_of_one_name_get_two(module: ModuleType) -> None:
    types = Types()
    pair = eval("tuple[Box[int], Box[str]]", vars(module))
    assert types.of(pair) == "[Box, Box_2]"
    types = Types()
    boxes = (module.Box[make_dataclass("Row", [(name, int)])] for name in "ab")
    assert [types.of(box) for box in boxes] == ["Box", "Box_2"]


@pytest.mark.parametrize(
    ("annotation", "type_"),
    [
        ("datetime.datetime | bytes | Url", "string"),
        ("set[int]", "Array<number>"),
        ("dict[int, str]", "Record<string, string>"),
        ("Map[int, str]", "Record<string, string>"),
        ("BigInt", "number"),
    ],
)
def test_json_has_other_types(module: ModuleType, annotation: str, type_: str) -> None:
    assert written(module, annotation, Wire.JSON) == (type_, {})


def test_classes_that_the_app_encodes_are_what_its_decoders_return(module: ModuleType) -> None:
    by_class = Types(transported={module.Tree: "Decoded"})
    assert by_class.of(module.Tree) == "Decoded"
    assert Types(transported={"Tree": "Decoded"}).of(module.Tree) == "Decoded"


def test_a_type_that_cannot_be_written_is_any() -> None:
    deep: Any = int
    for _ in range(2000):
        deep = GenericAlias(list, (deep,))
    assert Types().of(deep) == "any"


def test_names_of_type_checkers_alone_are_found(tmp_path: Path) -> None:
    source = """
from __future__ import annotations
import typing
from typing import TYPE_CHECKING, TypedDict
if TYPE_CHECKING:
    import datetime as dt
    from decimal import Decimal
    from no_such_package import Thing

class Data(TypedDict):
    at: dt.datetime
    price: Decimal | None
    thing: list[Thing[int] | None]
"""
    types = Types()
    types.of(make_module(source, tmp_path).Data)
    assert types.declared == {"Data": '{ "at": Date; "price": string | null; "thing": Array<any> }'}
