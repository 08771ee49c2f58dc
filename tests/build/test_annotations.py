"""TypeScript types from Python annotations."""

from __future__ import annotations

import pytest

from lissome.build.annotations import describe

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
"""


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
        ("Unknown[int]", "any"),
        ("str | Unknown", "any"),
    ],
)
def test_translates_annotations(annotation: str, type_: str) -> None:
    assert describe(f"{CLASSES}\nasync def load(event) -> {annotation}: ...")["load"] == type_


def test_an_action_may_return_nothing() -> None:
    source = "def a(event) -> int: ...\ndef b(event) -> ActionFailure[str]: ...\nactions = {'a': a, 'b': b}"
    assert describe(source)["actions"] == "number | string | null"


def test_a_load_without_annotation_returns_something() -> None:
    assert describe("async def load(event): ...") == {"load": "Record<string, any>", "actions": None}
