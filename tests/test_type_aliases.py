"""Names of types made with the ``type`` statement, which Python 3.11 does not have."""

from __future__ import annotations

import sys
from types import GenericAlias, ModuleType

import pytest

from lissome.server.forms.shape import Shape
from lissome.server.inputs.signature import query_of
from lissome.type_aliases import parts, unaliased
from lissome.typescript.annotations import Types
from support.typed_modules import make_module

pytestmark = pytest.mark.skipif(sys.version_info < (3, 12), reason="the type statement came with Python 3.12")

SOURCE = """
from typing import Annotated
from pydantic import BaseModel, SecretStr
from lissome import Query

type Name = str
type Nest = list[Nest | int]
type Tree = dict[str, Tree] | list[Tree] | str
type Secrets = list[Secrets | SecretStr]
type Pair[A, B] = dict[B, list[A]]
type Page = Annotated[int, Query(ge=1)]

class Model(BaseModel):
    name: Name
    nest: Nest
    tree: Tree
    secrets: Secrets
    pair: Pair[int, str]
"""


@pytest.fixture(scope="module")
def module(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return make_module(SOURCE, tmp_path_factory.mktemp("aliases"))


def test_a_name_is_the_type_that_it_stands_for(module: ModuleType) -> None:
    assert unaliased(module.Name) is str
    assert unaliased(module.Pair[int, str]) == dict[str, list[int]]
    assert unaliased(list[int]) == list[int]


def test_the_parts_of_a_type_that_contains_itself_are_found_once(module: ModuleType) -> None:
    inner = module.Nest | int
    assert list(parts(module.Nest)) == [GenericAlias(list, (inner,)), inner, int]


def test_a_query_is_found_through_a_name(module: ModuleType) -> None:
    assert query_of(module.Page) is not None
    assert query_of(module.Tree) is None


def test_a_form_has_the_places_of_named_types(module: ModuleType) -> None:
    fields = dict(Shape((module.Model,)).fields())
    assert fields["name"].is_plain
    assert fields["name"].takes_empty_text
    assert fields["pair"].below("any").is_list
    assert fields["nest"].is_list
    assert not fields["nest"].is_plain
    assert not fields["tree"].is_secret
    assert fields["secrets"].is_secret


def test_types_of_components_have_the_names(module: ModuleType) -> None:
    types = Types()
    assert types.of(module.Model) == "Model"
    assert types.declared["Nest"] == "Array<Nest | number>"
    assert types.declared["Name"] == "string"
    assert types.declared["Pair"] == "{ [key: string]: Array<number> }"
