"""The types of pydantic's models: what they are dumped as."""

from __future__ import annotations

from types import ModuleType

import pytest

from lissome.typescript.annotations import Types
from lissome.typescript.scalars import Wire
from support.typed_modules import make_module

SOURCE = """
from __future__ import annotations
import datetime, decimal, enum
from typing import *
import msgspec
from typing_extensions import TypedDict
from pydantic import *
from pydantic import dataclasses
from pydantic_core import core_schema

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

class Color(enum.Enum):
    RED = "red"

T = TypeVar("T")

class Branch(BaseModel, Generic[T]):
    value: T
    branches: list[Branch[T]]
    above: Self | None

class First(BaseModel):
    second: Second | None

@dataclasses.dataclass
class Second:
    third: list[Third]

class Third(BaseModel): ...

class Odder(BaseModel):
    odd: Odd
    known: int

class Odd: ...

class Keys(BaseModel):
    serialized: dict[Annotated[int, PlainSerializer(str, return_type=str)], bool]
    colors: dict[Color, int]  # in a model with `use_enum_values`, the keys are texts

class Camel(BaseModel):
    first_name: str
    def model_dump(self, **options: Any) -> dict[str, Any]: ...

class Unsaid(Camel):
    def model_dump(self, **options): ...

class Holder(BaseModel):
    camel: Camel  # pydantic does not call its method

class Part(TypedDict):
    name: str
    secret: NotRequired[Annotated[str, Field(exclude=True)]]

class Renamed(TypedDict):
    name: Annotated[str, Field(alias="Name")]

class Struct(msgspec.Struct):
    node: Node  # pydantic does not know structs, and dumps nothing in them

class Parts(BaseModel):
    model_config = ConfigDict(arbitrary_types_allowed=True)
    part: Part
    renamed: Renamed
    struct: Struct

class Coded(str):
    @classmethod
    def __get_pydantic_core_schema__(cls, source, handler):
        length = core_schema.plain_serializer_function_ser_schema(len)
        return core_schema.no_info_plain_validator_function(cls, serialization=length)

class Checked(str):
    @classmethod
    def __get_pydantic_core_schema__(cls, source, handler):
        return core_schema.no_info_after_validator_function(cls, handler(str))

class Codes(BaseModel):
    coded: list[Coded]
    checked: Checked

class Configured(BaseModel):
    model_config = ConfigDict(ser_json_timedelta="float", json_encoders={decimal.Decimal: float})
    took: datetime.timedelta
    price: list[decimal.Decimal]
    inside: Plain

class Plain(BaseModel):
    took: datetime.timedelta
    price: decimal.Decimal

class Temporal(BaseModel):
    model_config = ConfigDict(ser_json_temporal="seconds")
    at: datetime.datetime
    took: datetime.timedelta
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


def test_a_generic_model_may_contain_itself(module: ModuleType) -> None:
    types = Types()
    name = types.of(module.Branch[int])
    members = f'"branches": Array<{name}>; "above": {name} | null'
    assert types.declared == {name: f'{{ "value": number; {members} }}'}


def test_the_root_of_a_model_has_serializers(module: ModuleType) -> None:
    assert declared(module, "Texts") == {"Texts": "string"}


def test_a_serializer_for_json_says_nothing_of_what_loads_return(module: ModuleType) -> None:
    assert declared(module, "Written") == {"Written": '{ "number": number }'}
    assert declared(module, "Written", Wire.JSON) == {"Written": "string"}


def test_a_model_may_name_a_class_that_is_defined_later(module: ModuleType) -> None:
    assert declared(module, "First") == {
        "First": '{ "second": Second | null }',
        "Second": '{ "third": Array<Third> }',
        "Third": "{}",
    }
    assert declared(module, "Odder") == {"Odder": '{ "odd": any; "known": number }'}


def test_keys_of_models_are_what_they_are_dumped_as(module: ModuleType) -> None:
    assert declared(module, "Keys") == {
        "Keys": '{ "serialized": Record<string, boolean>; '
        '"colors": Map<"red", number> | Record<string, number> }'
    }


def test_a_model_with_a_dump_of_its_own(module: ModuleType) -> None:
    assert Types().of(module.Camel) == "Record<string, any>"
    assert Types().of(list[module.Unsaid]) == "Array<any>"  # type: ignore[name-defined]
    assert declared(module, "Holder") == {
        "Holder": '{ "camel": Camel }',
        "Camel": '{ "first_name": string }',
    }


def test_classes_with_members_are_dumped_in_models(module: ModuleType) -> None:
    assert declared(module, "Parts") == {
        "Parts": '{ "part": Part; "renamed": any; "struct": Struct }',
        "Part": '{ "name": string }',
        "Struct": '{ "node": Node }',
        "Node": '{ "value": number; "nodes": Array<Node> }',
    }
    assert declared(module, "Part") == {"Part": '{ "name": string; "secret"?: string }'}


def test_a_class_with_a_serializer_of_its_own_is_any_in_models(module: ModuleType) -> None:
    assert declared(module, "Codes") == {"Codes": '{ "coded": Array<any>; "checked": string }'}
    assert Types().of(module.Coded) == "string"


@pytest.mark.filterwarnings("ignore:`json_encoders` is deprecated")
def test_models_configure_what_their_json_is(module: ModuleType) -> None:
    assert declared(module, "Configured", Wire.JSON) == {
        "Configured": '{ "took": number; "price": Array<any>; "inside": Plain }',
        "Plain": '{ "took": string; "price": string }',
    }
    assert declared(module, "Temporal", Wire.JSON) == {"Temporal": '{ "at": number; "took": number }'}
    assert declared(module, "Temporal") == {"Temporal": '{ "at": Date; "took": number }'}
