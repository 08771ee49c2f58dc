"""TypeScript types from Python annotations."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from lissome.build.annotations import Sources, describe

CLASSES = """
class Item(TypedDict):
    id: int
    title: NotRequired[str]

class Part(Item, total=False):
    size: float

@dataclass
class Tree:
    name: str
    children: "list[Tree]"

class Form(BaseModel):
    email: str | None = None

class Service:
    secret: str

class Role(StrEnum):
    ADMIN = "admin"
    GUEST = "guest"

Level = Literal[1, 2]
UserId = NewType("UserId", int)
"""

VIEWS = """
from enum import Enum
from lib.names import Name

class Color(Enum):
    RED = "red"

class Base(TypedDict):
    name: Name

class Me(Base):
    color: Color
    friends: "list[Me]"
"""


def types(source: str, root: Path | None = None) -> dict[str, str | None]:
    return describe(ast.parse(source), Sources(root))


@pytest.mark.parametrize(
    ("annotation", "type_"),
    [
        ("str", "string"),
        ("dict[str, list[int]]", "Record<string, Array<number>>"),
        ("Optional[bool]", "boolean | null"),
        ("Union[int, float, None]", "number | null"),
        ("Literal['a', 'b', 3]", '"a" | "b" | 3'),
        ("tuple[int, str]", "[number, string]"),
        ("tuple[int, ...]", "Array<number>"),
        ("set[str]", "Set<string>"),
        ("datetime.datetime", "Date"),
        ("Awaitable[Item]", 'Promise<{ "id": number; "title"?: string }>'),
        ("Part", '{ "id": number; "title"?: string; "size"?: number }'),
        ("Form", '{ "email": string | null }'),
        ("Tree", '{ "name": string; "children": Array<any> }'),
        ("Service", "any"),
        ("Role", '"admin" | "guest"'),
        ("list[Level]", "Array<1 | 2>"),
        ("UserId", "number"),
        ("Decimal | date", "string"),
        ("Unknown[int]", "any"),
        ("str | Unknown", "any"),
    ],
)
def test_translates_annotations(annotation: str, type_: str) -> None:
    assert types(f"{CLASSES}\nasync def load(event) -> {annotation}: ...")["load"] == type_


@pytest.mark.parametrize(("source", "type_"), [("lissome", "Map<any, any> | bigint"), ("immutables", "any")])
def test_javascripts_own_types_are_those_of_lissome(source: str, type_: str) -> None:
    code = f"from {source} import Map as M, BigInt\ndef load(event) -> M | BigInt: ..."
    assert types(code)["load"] == type_


def test_an_action_may_return_nothing() -> None:
    source = "def a(event) -> int: ...\ndef b(event) -> ActionFailure[str]: ...\nactions = {'a': a, 'b': b}"
    assert types(source)["actions"] == "number | string | null"


def test_a_load_without_annotation_returns_something() -> None:
    assert types("async def load(event): ...") == {"load": "Record<string, any>", "actions": None}


@pytest.mark.parametrize("imports", ["from lib.views import Me as I", "from lib import views"])
def test_names_are_followed_through_the_apps_modules(imports: str, tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "views.py").write_text(VIEWS)
    (tmp_path / "lib" / "names.py").write_text("Name = str | None")
    name = "I" if "Me" in imports else "views.Me"
    assert types(f"{imports}\ndef load(event) -> {name}: ...", tmp_path)["load"] == (
        '{ "name": string | null; "color": "red"; "friends": Array<any> }'
    )


def test_modules_that_import_each_other_come_to_an_end(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("from b import X")
    (tmp_path / "b.py").write_text("from a import X")
    assert types("from a import X\ndef load(event) -> X: ...", tmp_path)["load"] == "any"


def test_a_module_that_cannot_be_read_is_unknown(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("def (")
    assert types("from a import X\ndef load(event) -> X: ...", tmp_path)["load"] == "any"
