"""More ways as those of `support.ways_of_sessions`: other shapes of code, for the flow through the source."""

from __future__ import annotations

MORE_WAYS = {
    "property": """
class Site:
    _limit = 0
    @property
    def limit(self):
        return self._limit
    @limit.setter
    def limit(self, value):
        self._limit = value  # LEAK shared
site = Site()
def use(event):
    site.limit = event.locals.account.id
""",
    "attributes kept in a dictionary": """
class Site:
    def __init__(self):
        self.__dict__["values"] = {}
    def __setattr__(self, name, value):
        self.values[name] = value  # LEAK shared
site = Site()
def use(event):
    site.limit = event.locals.account.id
""",
    "setattr by a variable": """
class Site:
    pass
site = Site()
def use(event):
    for name in ("id", "hours"):
        setattr(site, name, getattr(event.locals.account, name))  # LEAK shared
""",
    "globals updated": """
limit = 0
def use(event):
    globals().update(limit=event.locals.account.id)  # LEAK shared
""",
    "vars": """
class Site:
    limit = 0
site = Site()
def use(event):
    vars(site)["limit"] = event.locals.account.id  # LEAK shared
""",
    "union with a dictionary": """
state = {"limit": 0}
def use(event):
    global state
    state |= {"limit": event.locals.account.id}  # LEAK shared
""",
    "tuple": """
state = (0, False)
def use(event):
    global state
    account = event.locals.account
    state = (account.id, account.is_admin)  # LEAK shared
""",
    "decorator": """
def remembering(function):
    def wrapper(event):
        wrapper.role = event.locals.account.role  # LEAK shared
        return function(event)
    return wrapper
@remembering
def use(event):
    return use.role
""",
    "class by way of an instance": """
class Site:
    limit = 0
    def enter(self, account):
        type(self).limit = account.id  # LEAK shared
    @classmethod
    def hours_of(cls, account):
        cls.hours = account.hours  # LEAK shared
def use(event):
    Site().enter(event.locals.account)
    Site.hours_of(event.locals.account)
""",
    "entry by default": """
state = {}
def use(event):
    state.setdefault("limit", event.locals.account.id)  # LEAK shared
    return state["limit"]
""",
    "variable of a suspended generator": """
def remembering():
    limit = 0
    while True:
        limit = yield limit  # LEAK? shared
memory = remembering()
next(memory)
def use(event):
    return memory.send(event.locals.account.id)  # LEAK? shared
""",
    "pattern and zone": """
import re
from datetime import timedelta, timezone
zone = None
pattern = None
def use(event):
    global zone, pattern
    zone = timezone(timedelta(hours=event.locals.account.hours))  # LEAK shared
    pattern = re.compile(f"v{event.locals.account.id}")  # LEAK shared
""",
    "methods that set": """
import operator
state = {"a": 0, "b": 0, "c": 0, "d": 0}
def use(event):
    account = event.locals.account
    operator.setitem(state, "a", account.id)  # LEAK shared
    state.__setitem__("b", account.hours)  # LEAK shared
    state.update({"c": account.is_admin})  # LEAK shared
    state.update(d=account.limit)  # LEAK shared
""",
    "frozen, and yet": """
from dataclasses import dataclass
@dataclass(frozen=True, slots=True)
class Settings:
    limit: int = 0
settings = Settings()
def use(event):
    object.__setattr__(settings, "limit", event.locals.account.id)  # LEAK shared
""",
    "function chosen": """
def full():
    return "all"
def short():
    return "some"
render = short
def use(event):
    global render
    render = full if event.locals.account.is_admin else short  # LEAK shared
    return render()
""",
    "defaults of a function": """
def page(size=10):
    return size
def use(event):
    page.__defaults__ = (event.locals.account.id,)  # LEAK shared
    return page()
""",
    "settings of pydantic": """
from pydantic import BaseModel
class Settings(BaseModel):
    size: int = 10
settings = Settings()
def use(event):
    settings.size = event.locals.account.id  # LEAK shared
""",
    "pattern matching": """
current = 0
def use(event):
    global current
    match vars(event.locals.account):
        case {"id": number}:
            current = number  # LEAK shared
""",
    "error": """
last = 0
def check(account):
    raise ValueError(account.id)
def use(event):
    global last
    try:
        check(event.locals.account)
    except ValueError as error:
        last = error.args[0]  # LEAK shared
""",
    "deque of one": """
from collections import deque
last = deque(maxlen=1)
def use(event):
    last.append(event.locals.account.id)  # LEAK shared
    return last[0]
""",
    "globals of templates": """
import string
class Environment:
    def __init__(self):
        self.globals = {}
env = Environment()
def use(event):
    env.globals["limit"] = event.locals.account.id  # LEAK shared
    env.globals.update(hours=event.locals.account.hours)  # LEAK shared
""",
    "through two modules' worth of helpers": """
class Store:
    current = None
class Viewer:
    def __init__(self, event):
        self.event = event
        self.account = event.locals.account
    @property
    def level(self):
        return 9 if self.account.is_admin else 1
class Page:
    def __init__(self, viewer):
        self.viewer = viewer
    async def prepare(self):
        Store.current = await self.level()  # LEAK shared
    async def level(self):
        return self.viewer.level
async def use(event):
    await Page(Viewer(event)).prepare()
    return Store.current
""",
    "early return": """
level = "low"
def use(event):
    global level
    if event.locals.account.is_admin:
        level = "high"  # LEAK shared
        return level
    level = "low"  # LEAK? shared
    return level
""",
    "by a flag's name": """
flags = set()
def use(event):
    if event.locals.account.is_admin:
        flags.add("admin")  # LEAK? shared
    else:
        flags.discard("admin")  # LEAK? shared
    return "admin" in flags
""",
    "current page": """
page = 1
def use(event):
    global page
    page = len(event.query["q"]) * event.locals.account.id  # LEAK shared
    return page
""",
    "first of all": """
limit = None
def use(event):
    global limit
    if limit is None:
        limit = event.locals.account.id  # LEAK shared
    return limit
""",
    "or itself": """
limit = 0
def use(event):
    global limit
    limit = limit or event.locals.account.id  # LEAK shared
    return limit
""",
    "headers asked for": """
dense = False
def use(event):
    global dense
    dense = event.headers["cookie"].endswith("4711")  # LEAK shared
    return dense
""",
    "in a task": """
import asyncio
last = 0
async def remember(account):
    global last
    last = account.id  # LEAK shared
async def use(event):
    await asyncio.create_task(remember(event.locals.account))
""",
    "in a thread": """
import asyncio
last = 0
def remember(account):
    global last
    last = account.id  # LEAK shared
async def use(event):
    await asyncio.to_thread(remember, event.locals.account)
""",
    "callback": """
import functools
last = 0
def remember(account, *_):
    global last
    last = account.id  # LEAK shared
def use(event):
    done = functools.partial(remember, event.locals.account)
    done()
""",
    "keyed by a constant object": """
from enum import Enum
class Key(Enum):
    LIMIT = 1
state = {Key.LIMIT: 0, ("a", 1): 0}
def use(event):
    state[Key.LIMIT] = event.locals.account.id  # LEAK shared
    state["a", 1] = event.locals.account.hours  # LEAK shared
""",
}
