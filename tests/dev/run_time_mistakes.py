"""Mistakes that show when a request runs: what an author writes, and the line that the overlay has to name.

Each is the file of a route with the function `load`. The line ends with the comment HERE.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class RunTimeMistake(NamedTuple):
    """A mistake.

    Attributes:
        title: how the overlay begins.
        source: of src/routes/+page.server.py.
        lib: of src/lib/shop.py, where the mistake may be.
    """

    title: str
    source: str
    lib: str = ""


MISTAKES: Final = (
    RunTimeMistake(
        "KeyError: 'nickname'",
        """
def load(event):
    user = {"name": "Ada"}
    return {"name": user["nickname"]}  # HERE
""",
    ),
    RunTimeMistake(
        "AttributeError: 'NoneType' object has no attribute 'strip'",
        """
async def load(event):
    title = {}.get("title")
    return {"title": title.strip()}  # HERE
""",
    ),
    RunTimeMistake(
        "TypeError: 'coroutine' object is not subscriptable\nan `await` is missing",
        """
async def find():
    return {"name": "Ada"}


async def load(event):
    found = find()
    try:
        return {"name": found["name"]}  # HERE
    finally:
        found.close()
""",
    ),
    RunTimeMistake(
        "OperationalError: no such table: users",
        """
import sqlite3


def load(event):
    with sqlite3.connect(":memory:") as db:
        return {"users": list(db.execute("select * from users"))}  # HERE
""",
    ),
    RunTimeMistake(
        "TypeError: can only concatenate str",
        """
from lib.shop import price


def load(event):
    return {"price": price("5")}
""",
        lib="""
def price(net):
    return net + 1  # HERE
""",
    ),
    RunTimeMistake(
        "TypeError: fromisoformat: argument must be str",
        """
import datetime


def load(event):
    return {"day": datetime.date.fromisoformat(None)}  # HERE
""",
    ),
    RunTimeMistake(
        "JSONDecodeError: Expecting value",
        """
import json


def load(event):
    return json.loads("not json")  # HERE
""",
    ),
    RunTimeMistake(
        "ZeroDivisionError: ",
        """
def shares(parts):
    for part in parts:
        yield 1 / part  # HERE


def load(event):
    return {"shares": list(shares([1, 0]))}
""",
    ),
    RunTimeMistake(
        "ValueError: a price is positive",
        """
from dataclasses import dataclass


@dataclass
class Item:
    price: int

    def __post_init__(self):
        if self.price < 0:
            raise ValueError("a price is positive")  # HERE


def load(event):
    return {"item": Item(-1)}
""",
    ),
    RunTimeMistake(
        "LookupError: the shop is closed",
        """
from pydantic import BaseModel, field_validator


class Order(BaseModel):
    item: str

    @field_validator("item")
    def known(cls, item):
        raise LookupError("the shop is closed")  # HERE


def load(event):
    return {"order": Order(item="tea")}
""",
    ),
    RunTimeMistake(
        "ValidationError: 1 validation error for Order",
        """
from pydantic import BaseModel


class Order(BaseModel):
    count: int


def load(event):
    return {"order": Order(count="many")}  # HERE
""",
    ),
    RunTimeMistake(
        "KeyError: 'second'",
        """
import asyncio


async def part(name):
    return {"first": 1}[name]  # HERE


async def load(event):
    async with asyncio.TaskGroup() as group:
        group.create_task(part("first"))
        group.create_task(part("second"))
""",
    ),
    RunTimeMistake(
        "RuntimeError: the shop does not answer",
        """
def load(event):
    try:
        {}["stock"]
    except KeyError as missing:
        raise RuntimeError("the shop does not answer") from missing  # HERE
""",
    ),
    RunTimeMistake(
        "NameError: name 'logger' is not defined",
        """
def load(event):
    try:
        {}["stock"]
    except KeyError:
        logger.exception("no stock")  # HERE
""",
    ),
    RunTimeMistake(
        "RecursionError: maximum recursion depth exceeded",
        """
def depth(node):
    return 1 + depth(node)  # HERE


def load(event):
    return {"depth": depth({})}
""",
    ),
    RunTimeMistake(
        "FileNotFoundError: [Errno 2] No such file or directory: 'missing.csv'",
        """
import asyncio


def read():
    with open("missing.csv") as file:  # HERE
        return file.read()


async def load(event):
    return {"text": await asyncio.to_thread(read)}
""",
    ),
    RunTimeMistake(
        "IndexError: tuple index out of range",
        """
def load(event):
    rows = [("a", 1), ("b",)]
    rows.sort(key=lambda row: row[1])  # HERE
    return {"rows": rows}
""",
    ),
    RunTimeMistake(
        "TimeoutError",
        """
import asyncio


async def load(event):
    async with asyncio.timeout(0.001):  # HERE
        await asyncio.sleep(60)
""",
    ),
    RunTimeMistake(
        "AttributeError: property 'total' of 'Basket' object has no setter",
        """
class Basket:
    @property
    def total(self):
        return 0


def load(event):
    basket = Basket()
    basket.total = 5  # HERE
""",
    ),
    RunTimeMistake(
        "UnboundLocalError: cannot access local variable 'found'",
        """
def load(event):
    for found in []:
        pass
    return {"found": found}  # HERE
""",
    ),
)
