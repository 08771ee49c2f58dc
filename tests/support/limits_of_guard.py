"""A small module for each row of "What is seen" and "What cannot be seen" in docs/guides/state-guard.md.

Each is run as the modules of `support.ways_of_sessions` are.
"""

from __future__ import annotations

SEEN = {
    "variables of modules": """
limit = 0
def use(event):
    global limit
    limit = event.locals.account.id  # LEAK shared
""",
    "attributes of classes, functions and instances": """
class Site:
    pass
site = Site()
def use(event):
    site.limit = event.locals.account.id  # LEAK shared
    Site.hours = event.locals.account.hours  # LEAK shared
    use.admin = event.locals.account.is_admin  # LEAK shared
""",
    "entries of dictionaries and lists": """
state = {"limit": 0}
box = [0]
def use(event):
    state["limit"] = event.locals.account.id  # LEAK shared
    box[0] = event.locals.account.id  # LEAK shared
""",
    "closures and default arguments": """
def make():
    limit = 0
    def use(event, box={"limit": 0}):
        nonlocal limit
        limit = event.locals.account.id  # LEAK shared
        box["limit"] = event.locals.account.id  # LEAK shared
    return use
use = make()
""",
    "`functools.cache` and `cached_property`": """
from contextvars import ContextVar
from functools import cache
viewer = ContextVar("viewer")
@cache  # LEAK shared
def limit():
    return viewer.get().id
def use(event):
    viewer.set(event.locals.account)
    return limit()
""",
    "contexts (`copy_context()`), and defaults of context variables": """
from contextvars import ContextVar, copy_context
viewer = ContextVar("viewer", default={"id": 0})
current = ContextVar("current", default=0)
context = copy_context()
def use(event):
    viewer.get()["id"] = event.locals.account.id  # LEAK shared
    context.run(current.set, event.locals.account.id)  # LEAK shared
""",
    "`WeakKeyDictionary`, under keys that stay": """
from weakref import WeakKeyDictionary
class Site:
    pass
site = Site()
limits = WeakKeyDictionary()
def use(event):
    limits[site] = event.locals.account.id  # LEAK shared
""",
    "`threading.local`": """
import threading
local = threading.local()
def use(event):
    local.limit = event.locals.account.id  # LEAK shared
""",
    "the last 2,000 bytes of `bytearray` and `array`": """
buffer = bytearray(32)
def use(event):
    buffer[:] = event.locals.user.encode()  # LEAK kept, shared
""",
    "`decimal` contexts, and how an SQLite connection makes rows": """
import decimal, sqlite3
context = decimal.Context()
db = sqlite3.connect(":memory:")
def one(cursor, row):
    return row
def two(cursor, row):
    return row
def use(event):
    context.prec = 5 + event.locals.account.id  # LEAK shared
    db.row_factory = one if event.locals.account.is_admin else two  # LEAK shared
""",
    "attributes and dictionaries of a library's object, if the app's code sets them": """
import httpx
client = httpx.Client()
def use(event):
    client.headers["x-user"] = event.locals.user  # LEAK kept, shared
    client.follow_redirects = event.locals.account.is_admin  # LEAK shared
""",
    "loggers, media types, codecs, dialects, and other tables of the standard library": """
import calendar, logging
def use(event):
    logging.getLogger(f"user.{event.locals.user}")  # LEAK kept
    calendar.setfirstweekday(event.locals.account.id)  # LEAK process
def undo():
    calendar.setfirstweekday(0)
""",
    "settings of the event loop": """
import asyncio
async def use(event):
    asyncio.get_running_loop().set_exception_handler(lambda *_: event.locals.user)  # LEAK process
def undo():
    asyncio.get_running_loop().set_exception_handler(None)
""",
    "attributes that Python keeps apart": """
class Site:
    pass
class Admin(Site):
    pass
site = Site()
def offer(*, limit=0):
    return limit
def use(event):
    site.__class__ = Admin if event.locals.account.is_admin else Site  # LEAK shared
    offer.__kwdefaults__["limit"] = event.locals.account.id  # LEAK shared
""",
    "exceptions of the module that are raised, and the texts of warnings": """
import warnings
MISSING = LookupError("missing")
def use(event):
    with warnings.catch_warnings():
        warnings.simplefilter("default")
        warnings.showwarning = lambda *_: None
        warnings.warn(f"slow: {event.locals.user}")  # LEAK kept, shared, growth
    try:
        raise MISSING  # LEAK kept, shared
    except LookupError as error:
        return str(error)
""",
    "objects that no module leads to, if requests of two sessions write to the same one": """
import threading
def use(event):
    threading.main_thread().limit = event.locals.account.id  # LEAK shared
def undo():
    del threading.main_thread().limit
""",
}

NOT_SEEN = {
    "rows and temporary tables in a database": """
import sqlite3
db = sqlite3.connect(":memory:", check_same_thread=False)
db.execute("create temp table viewer (name)")
def use(event):
    db.execute("insert into viewer values (?)", (event.locals.user,))
""",
    "files": """
import tempfile
from pathlib import Path
file = Path(tempfile.mkdtemp()) / "viewer"
def use(event):
    file.write_text(event.locals.user)
""",
    "memory outside of Python's objects: `ctypes`, `mmap`, `shared_memory`": """
import ctypes, mmap
field = (ctypes.c_int * 1)()
memory = mmap.mmap(-1, 64)
def use(event):
    field[0] = event.locals.account.id
    memory[:8] = event.locals.user[:8].encode()
""",
    "the insides of objects of C: hashes, compressors, `random.Random`": """
import hashlib, random, zlib
digest = hashlib.sha256()
compressor = zlib.compressobj()
chance = random.Random()
def use(event):
    digest.update(event.locals.user.encode())
    compressor.compress(event.locals.user.encode())
    chance.seed(event.locals.account.id)
""",
    "caches in the standard library and in packages, such as that of `re`": """
import re
def use(event):
    re.compile(event.locals.user)
""",
    "`weakref.finalize`": """
import weakref
class Site:
    pass
site = Site()
def use(event):
    weakref.finalize(site, print, event.locals.user)
""",
    "`WeakSet` and `WeakValueDictionary`: what lives there only, something else keeps": """
from weakref import WeakSet, WeakValueDictionary
class Job:
    def __init__(self, user):
        self.user = user
jobs, by_name = WeakSet(), WeakValueDictionary()
def use(event):
    event.request.job = by_name[event.locals.user] = Job(event.locals.user)
    jobs.add(event.request.job)
""",
    "dictionaries and lists that no module leads to, with files, locks or finalizers in them": """
import logging, threading
logging.getLogger("limits.table").table = {"lock": threading.Lock(), "limit": 0}
def use(event):
    logging.getLogger("limits.table").table["limit"] = event.locals.account.id
""",
    "the first bytes of a `bytearray` of more than 2,000": """
buffer = bytearray(5_000)
def use(event):
    buffer[:8] = event.locals.user[:8].encode()
""",
    "a value in the middle of a container of more than 500 entries": """
table = {number: 0 for number in range(2_000)}
def use(event):
    table[1_000] = event.locals.account.id
""",
}
