"""The types of pydantic's models: what they are dumped as."""

from __future__ import annotations

from types import ModuleType

import pytest

from lissome.typescript.annotations import Types
from lissome.typescript.scalars import Wire
from support.typed_modules import make_module

SOURCE = """
from __future__ import annotations
from typing import *
from pydantic import *

class Tree(RootModel[dict[str, "Tree"]]): ...
class Texts(RootModel[Annotated[int, PlainSerializer(str, return_type=str)]]): ...

class Node(NamedTuple):
    value: int
    nodes: list[Node]

class Nodes(BaseModel):
    node: Node

class Packed(BaseModel):
    inside: list[Packed]
    @model_serializer
    def _packed(self) -> dict[str, list[Packed]]: ...

class Written(BaseModel):
    number: int
    @model_serializer(when_used="json")
    def _written(self) -> str: ...
"""


@pytest.fixture(scope="module")
def module(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return make_module(SOURCE, tmp_path_factory.mktemp("models"))


def declared(module: ModuleType, name: str, wire: Wire = Wire.DEVALUE) -> dict[str, str]:
    types = Types(wire)
    types.of(getattr(module, name))
    return types.declared


@pytest.mark.parametrize(
    ("model", "types"),
    [
        ("Tree", {"Tree": "{ [key: string]: Tree }"}),
        ("Packed", {"Packed": "{ [key: string]: Array<Packed> }"}),
        ("Nodes", {"Nodes": '{ "node": Node }', "Node": "[number, Array<Node>]"}),
    ],
)
def test_what_a_model_is_dumped_as_may_contain_itself(
    module: ModuleType, model: str, types: dict[str, str]
) -> None:
    assert declared(module, model) == types


def test_the_root_of_a_model_has_serializers(module: ModuleType) -> None:
    assert declared(module, "Texts") == {"Texts": "string"}


def test_a_serializer_for_json_says_nothing_of_what_loads_return(module: ModuleType) -> None:
    assert declared(module, "Written") == {"Written": '{ "number": number }'}
    assert declared(module, "Written", Wire.JSON) == {"Written": "string"}
