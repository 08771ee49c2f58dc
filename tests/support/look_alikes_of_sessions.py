"""Small modules whose state differs from request to request, and not by session: all are clean.

Each has a function `use(event)`, as those of `support.ways_of_sessions`.
"""

from __future__ import annotations

LOOK_ALIKES = {
    "last refresh": """
import time
from datetime import datetime, UTC
refreshed = 0.0
refreshed_at = None
def use(event):
    global refreshed, refreshed_at
    refreshed = time.monotonic()
    refreshed_at = datetime.now(UTC)
""",
    "round robin": """
BACKENDS = ("a", "b", "c")
turn = 0
current = BACKENDS[0]
def use(event):
    global turn, current
    turn = (turn + 1) % len(BACKENDS)
    current = BACKENDS[turn]
    return current
""",
    "cycle": """
from itertools import cycle
hosts = cycle(["a", "b", "c"])
chosen = None
def use(event):
    global chosen
    chosen = next(hosts)
    return chosen
""",
    "flag of an admin": """
FLAGS = {"beta": False}
def use(event):
    if event.locals.account.is_admin:
        FLAGS["beta"] = not FLAGS["beta"]
    return FLAGS["beta"]
""",
    "rates with a time to live": """
import random, time
class Rates:
    def __init__(self):
        self.until = -1.0
        self.value = None
    def get(self):
        if time.monotonic() >= self.until:
            self.value = random.random()
            self.until = time.monotonic()
        return self.value
rates = Rates()
def use(event):
    return rates.get()
""",
    "latest version": """
latest = 0
def use(event):
    global latest
    latest = max(latest, len(event.query["q"]) + latest)
    return latest
""",
    "moving average": """
average = 0.0
def use(event):
    global average
    average = 0.9 * average + 0.1 * len(event.query["q"])
""",
    "in flight": """
in_flight = 0
busiest = 0
def use(event):
    global in_flight, busiest
    in_flight += 1
    try:
        busiest = max(busiest, in_flight)
    finally:
        in_flight -= 1
""",
    "token bucket": """
import time
class Bucket:
    def __init__(self):
        self.tokens = 100.0
        self.at = time.monotonic()
    def take(self):
        now = time.monotonic()
        self.tokens = min(100.0, self.tokens + (now - self.at)) - 1
        self.at = now
        return self.tokens > 0
bucket = Bucket()
def use(event):
    return bucket.take()
""",
    "circuit breaker": """
import time
class Breaker:
    def __init__(self):
        self.failures = 0
        self.state = "closed"
        self.opened = None
    def failed(self):
        self.failures += 1
        if self.failures % 2:
            self.state = "open"
            self.opened = time.monotonic()
        else:
            self.state = "closed"
            self.opened = None
breaker = Breaker()
def use(event):
    breaker.failed()
    return breaker.state
""",
    "snowflake": """
import time
class Snowflake:
    def __init__(self):
        self.last = 0
        self.sequence = 0
    def next(self):
        now = time.time_ns()
        self.sequence = self.sequence + 1 if now == self.last else 0
        self.last = now
        return now << 12 | self.sequence
ids = Snowflake()
def use(event):
    return ids.next()
""",
    "reloaded settings": """
import json
settings = None
stamp = 0
def read(stamp):
    return json.loads('{"stamp": %d, "debug": false}' % stamp)
def use(event):
    global settings, stamp
    stamp += 1
    settings = read(stamp)
    return settings["debug"]
""",
    "rotated key": """
import secrets
key = secrets.token_bytes(16)
uses = 0
def use(event):
    global key, uses
    uses += 1
    if uses % 2:
        key = secrets.token_bytes(16)
    return len(key)
""",
    "logger of the module": """
import logging
def use(event):
    log = logging.getLogger(__name__)
    log.debug("%s", event.locals.user)
    logging.getLogger(f"app{event.route.replace('/', '.')}").debug("hi")
""",
    "guessed type": """
import mimetypes
def use(event):
    return mimetypes.guess_type(event.query["q"] + ".html")
""",
    "own context": """
from contextvars import ContextVar, copy_context
viewer = ContextVar("viewer", default=None)
def use(event):
    context = copy_context()
    context.run(viewer.set, event.locals.account.id)
    return context[viewer]
""",
    "local precision": """
import decimal
def use(event):
    with decimal.localcontext() as context:
        context.prec = 10 + event.locals.account.id
        return +event.locals.account.limit
""",
    "warnings caught": """
import warnings
def use(event):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.warn(event.locals.user)
""",
    "weakly by event": """
from weakref import WeakKeyDictionary, WeakSet
RIGHTS = WeakKeyDictionary()
LIVE = WeakSet()
def use(event):
    RIGHTS[event] = event.locals.account.is_admin
    LIVE.add(event)
    return RIGHTS[event]
""",
    "latch and counter by role": """
from collections import Counter
started = False
by_role = Counter()
def use(event):
    global started
    started = True
    by_role[event.locals.account.role] += 1
    return by_role.total()
""",
    "set for the time of a call": """
class Parser:
    def __init__(self):
        self.position = 0
        self.strict = False
    def parse(self, text, strict):
        self.position = 0
        self.strict = strict
        try:
            for _ in text:
                self.position += 1
            return self.position
        finally:
            self.position = 0
            self.strict = False
parser = Parser()
def use(event):
    return parser.parse(event.query["q"], event.locals.account.is_admin)
""",
    "switch by the clock": """
import time
class Mirror:
    healthy = True
    checked = None
    def check(self):
        self.checked = time.time()
        self.healthy = time.time_ns() % 2 == 0
mirror = Mirror()
def use(event):
    mirror.check()
    return mirror.healthy
""",
    "last log line of the app": """
import itertools
numbers = itertools.count()
last = None
def use(event):
    global last
    last = ("request", next(numbers))
    return last
""",
    "linked list of free buffers": """
class Buffer:
    def __init__(self, after):
        self.after = after
        self.data = bytearray()
free = Buffer(Buffer(None))
def use(event):
    global free
    buffer, free = free, free.after
    buffer.data += event.locals.user.encode()
    size = len(buffer.data)
    buffer.data.clear()
    buffer.after, free = free, buffer
    return size
""",
}
