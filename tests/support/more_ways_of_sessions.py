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
MORE_LOOK_ALIKES = {
    "backoff": """
wait = 1
tries = 0
def use(event):
    global wait, tries
    tries += 1
    wait = min(wait * 2, 60) if tries % 3 else 1
""",
    "last error's kind": """
last = None
calls = 0
def use(event):
    global last, calls
    calls += 1
    try:
        1 / (calls % 2)
        int("x")
    except (ZeroDivisionError, ValueError) as error:
        last = type(error).__name__
""",
    "articles, until one is changed": """
ARTICLES = [{"id": 1}]
cached = None
calls = 0
def read():
    return [dict(one, seen=calls) for one in ARTICLES]
def use(event):
    global cached, calls
    calls += 1
    if calls % 2:
        cached = None
    if cached is None:
        cached = read()
    return cached
""",
    "ring of durations": """
import time
ring = [0.0] * 4
position = 0
def use(event):
    global position
    started = time.perf_counter()
    ring[position] = time.perf_counter() - started
    position = (position + 1) % len(ring)
""",
    "request ids": """
import uuid
last = None
def use(event):
    global last
    last = uuid.uuid4().hex
""",
    "status of the last answer": """
stats = {"status": 0, "at": 0.0}
import time
def answer(event):
    return 200 if event.query["q"].endswith(("0", "2")) else 404
def use(event):
    stats["status"] = answer(event)
    stats["at"] = time.time()
""",
    "two servers in turn": """
servers = ["a", "b"]
current = "a"
def use(event):
    global current
    current = servers[(servers.index(current) + 1) % 2]
    return current
""",
    "memo by language": """
formats = {}
def use(event):
    language = "de" if event.locals.account.hours > 0 else "en"
    if language not in formats:
        formats[language] = {"decimal": "," if language == "de" else "."}
    return formats[language]
""",
    "etags": """
import hashlib
etags = {}
def use(event):
    body = b"the same for all"
    etags[event.route] = hashlib.sha256(body).hexdigest()
    return etags[event.route]
""",
    "breaker told of a failure": """
import itertools
numbers = itertools.count()
class Breaker:
    def __init__(self):
        self.is_open = False
        self.failures = 0
    def record(self, ok):
        self.failures = 0 if ok else self.failures + 1
        self.is_open = not ok
breaker = Breaker()
async def call():
    return next(numbers) % 2 == 0
async def use(event):
    breaker.record(await call())
""",
    "reader's position": """
class Reader:
    def __init__(self):
        self.at = 0
    def take(self, count):
        self.at += count
        return self.at
reader = Reader()
def use(event):
    return reader.take(len(event.locals.user))
""",
    "greatest id": """
newest = 0
def use(event):
    global newest
    if event.locals.account.id > newest:
        newest = event.locals.account.id
    return newest
""",
    "who is there, for a while": """
present = set()
def use(event):
    present.add(event.locals.account.id)
    try:
        return len(present)
    finally:
        present.discard(event.locals.account.id)
""",
    "own object": """
class Page:
    title = "page"
    def __init__(self, account):
        self.account = account
        self.title = account.role
def use(event):
    page = Page(event.locals.account)
    page.level = event.locals.account.id
    return page
""",
    "rates": """
import random
rates = {}
async def fetch():
    return {"eur": random.random()}
async def use(event):
    rates.update(await fetch())
    return rates["eur"] * event.locals.account.id
""",
    "reset at the end": """
class Current:
    user_id = 0
current = Current()
def use(event):
    current.user_id = event.locals.account.id
    try:
        return current.user_id
    finally:
        current.user_id = 0
""",
    "seen in the last minute": """
import time
recent = []
def use(event):
    now = time.monotonic()
    recent.append((now, event.locals.account.role))
    recent[:] = [one for one in recent if now - one[0] < 0]
""",
    "size of the largest body": """
sizes = {"largest": 0}
def use(event):
    size = len(event.locals.user) + len(event.query["q"])
    sizes["largest"] = max(sizes["largest"], size)
""",
    "health": """
import time
class Health:
    ok = True
    checked = 0.0
health = Health()
def check():
    return time.time_ns() % 2 == 0
def use(event):
    if event.locals.account.is_admin:
        health.ok = check()
        health.checked = time.time()
    return health.ok
""",
    "waiting": """
import asyncio
gate = asyncio.Event()
async def use(event):
    gate.set()
    await gate.wait()
    gate.clear()
""",
    "pool": """
pool = [object(), object()]
lent = {}
def use(event):
    connection = pool.pop()
    lent[id(connection)] = event.locals.account.id
    try:
        return lent[id(connection)]
    finally:
        del lent[id(connection)]
        pool.append(connection)
""",
}
