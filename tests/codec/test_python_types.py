"""Python's types, as JavaScript gets them, in both formats and as users write them."""

from __future__ import annotations

import collections
import dataclasses
import datetime as dt
import decimal
import enum
import io
import ipaddress
import itertools
import pathlib
import re
import sqlite3
import types
import uuid
from typing import Any, NamedTuple, TypedDict

import ada_url
import httpx
import msgspec
import pydantic
import pytest
import sqlalchemy
from sqlalchemy import orm
from starlette.datastructures import URL

from lissome.codec import EncodeError, stringify, to_js, uneval


class Color(enum.Enum):
    RED = "red"


class Name(enum.StrEnum):
    A = "a"


class Level(enum.IntEnum):
    LOW = 1


class Row(TypedDict):
    id: int


class Point(NamedTuple):
    x: int
    y: int


@dataclasses.dataclass(slots=True)
class Card:
    title: str
    color: Color
    points: list[Point] = dataclasses.field(default_factory=list)


class User(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(serialize_by_alias=True)

    full_name: str = pydantic.Field(serialization_alias="fullName")
    born: dt.date
    secret: str = pydantic.Field(default="hunter2", exclude=True)


class Tags(pydantic.RootModel[list[str]]):
    pass


@pydantic.dataclasses.dataclass
class Form:
    value: int
    secret: str = pydantic.Field(default="hunter2", exclude=True)


class Struct(msgspec.Struct, rename="camel", tag="struct"):
    first_name: str
    age: int | msgspec.UnsetType = msgspec.UNSET


class Text(str):
    __slots__ = ()


class Half(float):
    pass


class Site(pydantic.BaseModel):
    url: pydantic.HttpUrl


MOMENT = dt.datetime(2024, 5, 31, 14, 30, 15, 123_999, tzinfo=dt.timezone(dt.timedelta(hours=2)))
ID = uuid.UUID(int=1)


CASES: list[tuple[object, str]] = [
    (MOMENT, "new Date(1717158615123)"),
    (MOMENT.replace(tzinfo=None), "new Date(1717165815123)"),
    (dt.datetime(1, 1, 1, tzinfo=dt.UTC), "new Date(-62135596800000)"),
    (dt.date(2024, 5, 31), '"2024-05-31"'),
    (dt.time(14, 30), '"14:30:00"'),
    (dt.timedelta(hours=1, milliseconds=500), "3600.5"),
    (dt.timedelta(hours=1), "3600"),
    (decimal.Decimal("1.50"), '"1.50"'),
    (ID, '"00000000-0000-0000-0000-000000000001"'),
    (ipaddress.ip_address("::1"), '"::1"'),
    (ipaddress.ip_network("10.0.0.0/8"), '"10.0.0.0/8"'),
    (pathlib.PurePosixPath("a/b"), '"a/b"'),
    (Color.RED, '"red"'),
    (Name.A, '"a"'),
    (Level.LOW, "1"),
    ({Name.A: Level.LOW}, "{a:1}"),
    ({Level.LOW: 1, "b": 2}, 'new Map([[1,1],["b",2]])'),
    (Row(id=1), "{id:1}"),
    (Point(1, 2), "{x:1,y:2}"),
    (Card("a", Color.RED, [Point(1, 2)]), '{title:"a",color:"red",points:[{x:1,y:2}]}'),
    (User(full_name="Ada", born=dt.date(1815, 12, 10)), '{fullName:"Ada",born:"1815-12-10"}'),
    (Tags(["a"]), '["a"]'),
    (Form(value=1), "{value:1}"),
    (Struct("Ada"), '{type:"struct",firstName:"Ada",age:void 0}'),
    (bytearray(b"a"), "new Uint8Array([97])"),
    (memoryview(b"a"), "new Uint8Array([97])"),
    ({"b", "a"}, 'new Set(["a","b"])'),
    (frozenset({1}), "new Set([1])"),
    ((1, 2), "[1,2]"),
    (collections.deque([1]), "[1]"),
    (range(2), "[0,1]"),
    ({"a": 1}.keys(), '["a"]'),
    ({"a": 1}.values(), "[1]"),
    ({"a": 1}.items(), '[["a",1]]'),
    (collections.OrderedDict(a=1), "{a:1}"),
    (collections.Counter("a"), "{a:1}"),
    (types.MappingProxyType({"a": 1}), "{a:1}"),
    (Text("a"), '"a"'),
    (Half(0.5), ".5"),
    (ada_url.URL("http://x/a b"), 'new URL("http://x/a%20b")'),
    (httpx.URL("/a"), '"/a"'),
    (URL("/a"), '"/a"'),
    (Site(url="http://x").url, '"http://x/"'),  # type: ignore[arg-type]
]


@pytest.mark.parametrize(
    ("value", "source"),
    CASES,
    ids=[f"{number} {type(case[0]).__name__}" for number, case in enumerate(CASES)],
)
def test_types(value: object, source: str) -> None:
    assert uneval(value) == source
    assert stringify([value]) == stringify([to_js(value)])


def test_a_row_of_sqlalchemy() -> None:
    engine = sqlalchemy.create_engine("sqlite://")
    with engine.connect() as connection:
        rows = connection.execute(sqlalchemy.text("select 1 as id, 'a' as name")).all()
    engine.dispose()
    assert uneval(rows) == '[{id:1,name:"a"}]'
    assert uneval([row._mapping for row in rows]) == '[{id:1,name:"a"}]'


def test_one_object_stays_one_object() -> None:
    card, day = Card("a", Color.RED), dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    assert uneval([card, card]) == '(function(a){a.title="a";a.color="red";a.points=[];return [a,a]}({}))'
    assert stringify([card, card]) == '[[1,1],{"title":2,"color":3,"points":4},"a","red",[]]'
    assert uneval([day, day]) == "(function(a){return [a,a]}(new Date(0)))"
    assert stringify([ID, ID]) == f'[[1,1],"{ID}"]'


def test_a_cycle_through_dataclasses() -> None:
    card = Card("a", Color.RED)
    card.points.append(card)  # type: ignore[arg-type]
    assert stringify(card) == '[{"title":1,"color":2,"points":3},"a","red",[0]]'


class Base(orm.DeclarativeBase):
    pass


class Account(Base):
    __tablename__ = "account"
    id: orm.Mapped[int] = orm.mapped_column(primary_key=True)


class Plain:
    pass


async def ticks() -> Any:
    yield 1


async def answer() -> int:
    return 42


class Login(pydantic.BaseModel):
    password: pydantic.SecretStr


@pytest.mark.parametrize(
    ("value", "advice"),
    [
        (len, "is a function (builtin_function_or_method len). Call it"),
        (io, "is the module io"),
        (Plain, "is the class Plain"),
        (Plain(), r"Plain, which does not say what of it to send. Return a dict"),
        ((x for x in "a"), "Return `list(…)` of it"),
        (itertools.count(), "Return `list(…)` of it"),
        (ticks(), "Return `[item async for item in …]`"),
        (ValueError("no"), "is an exception (ValueError)"),
        (io.StringIO(), "is an open file"),
        (re.compile("a"), "Return `RegExp(source, flags)`"),
        (
            Account(id=1),
            'Account). Return the columns the page needs: {"id"',
        ),
        (Login(password=pydantic.SecretStr("x")), ".get_secret_value()"),
        (dt.datetime(1, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=1))), "year is not within 1 to 9999"),
        (1j, "is an instance of complex"),
    ],
    ids=lambda value: type(value).__name__,
)
@pytest.mark.parametrize("write", [stringify, uneval])
def test_refusals_teach(write: Any, value: object, advice: str) -> None:
    with pytest.raises(EncodeError) as caught:
        write({"a": value})
    assert advice in str(caught.value)
    assert str(caught.value).startswith("Cannot send data.a")


def test_awaitables_are_refused_where_nothing_waits() -> None:
    coroutine = answer()
    with pytest.raises(EncodeError, match="Write `await` before it"):
        stringify(coroutine)
    coroutine.close()


def test_a_row_of_sqlite3() -> None:
    connection = sqlite3.connect(":memory:")
    connection.row_factory = sqlite3.Row
    row = connection.execute("select 1 as id").fetchone()
    connection.close()
    assert uneval(row) == "{id:1}"


class Node(pydantic.BaseModel):
    next: Node | None = None


def test_a_model_with_a_cycle_is_refused() -> None:
    node = Node()
    node.next = node
    with pytest.raises(EncodeError, match="cannot be dumped: Circular reference"):
        stringify(node)


class Endless(pydantic.RootModel[Any]):
    def model_dump(self, **_: Any) -> Any:
        return self


def test_a_conversion_that_never_ends_is_refused() -> None:
    with pytest.raises(EncodeError, match="does not say what of it to send"):
        stringify(Endless(1))
