"""More look-alikes as those of `support.look_alikes_of_sessions`."""

from __future__ import annotations

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
