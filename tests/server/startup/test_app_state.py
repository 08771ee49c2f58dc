"""What may be `event.app`."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, NamedTuple

import msgspec
import pytest
from pydantic import BaseModel, ConfigDict

from lissome.errors import AppError
from lissome.server.startup.app_state import frozen


class Pool:
    """Something that is made for sharing."""


@dataclass(frozen=True)
class Frozen:
    pool: Any


@dataclass
class Open:
    pool: Pool


class Named(NamedTuple):
    pool: Any


class Model(BaseModel):
    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)
    pool: Any


class OpenModel(BaseModel):
    name: str


class Struct(msgspec.Struct, frozen=True):
    pool: Any


@pytest.mark.parametrize("make", [Frozen, Named, Model, Struct])
def test_frozen(make: Any) -> None:
    state = make(pool=Pool())
    assert frozen(state) is state


def test_nothing() -> None:
    assert frozen(None) is None


def test_a_mapping_can_only_be_read() -> None:
    given = {"pool": Pool()}
    state = frozen(given)
    given["other"] = Pool()
    assert list(state) == ["pool"]
    with pytest.raises(TypeError):
        state["x"] = 1


@pytest.mark.parametrize("state", [Open(Pool()), OpenModel(name="a"), Pool(), [Pool()], {1}, "text"])
def test_what_could_be_changed(state: Any) -> None:
    with pytest.raises(
        AppError, match=r"(?s)yields a \w+, which requests could change.*@dataclass\(frozen=True"
    ):
        frozen(state)


@pytest.mark.parametrize("make", [Frozen, Named, Model, Struct, lambda pool: {"pool": pool}])
@pytest.mark.parametrize("member", [[], {}, set(), defaultdict(list), bytearray()])
def test_containers_inside(make: Any, member: Any) -> None:
    with pytest.raises(AppError, match=r"whose pool is a \w+: what one request puts into it.*lissome\.cache"):
        frozen(make(pool=member))
