"""Containers that some line empties: the line never runs, or it is a bound that is not reached yet.

Each is run as the modules of `support.ways_of_sessions` are.
"""

from __future__ import annotations

NEVER_EMPTIED = {
    "a way out that skips the removal": """
spans = []
def push(name, account):
    spans.append((name, account))  # LEAK growth
def pop():
    return spans.pop()
def use(event):
    push("search", event.locals.account.id)
    if not event.query["q"].isdecimal():
        return None
    return pop()
""",
    "another key": """
running = {}
def use(event):
    account, query = event.locals.account.id, event.query["q"]
    running[account, query] = True  # LEAK growth
    try:
        return query.upper()
    finally:
        running.pop((query, account), None)
""",
    "an error that skips the removal": """
open_carts = {}
def use(event):
    cart = event.query["q"]
    open_carts[cart] = event.locals.account.id  # LEAK growth
    try:
        int(cart)
        del open_carts[cart]
    except ValueError:
        return "not a number"
""",
    "a removal that nobody calls": """
seen = set()
def forget(query):
    seen.discard(query)
def use(event):
    seen.add(event.query["q"])  # LEAK growth
""",
    "a condition that is never true": """
class Board:
    def __init__(self):
        self.notes = []
    def write(self, note):
        self.notes.append(note)  # LEAK growth
        if note == "reset":
            self.notes.clear()
board = Board()
def use(event):
    board.write(event.query["q"])
""",
    "a table that is made when it is asked for": """
class Board:
    notes = None
    def add(self, note):
        if self.notes is None:
            self.notes = {}
        self.notes[note] = 1  # LEAK shared, growth
board = Board()
def use(event):
    board.add(event.query["q"])
""",
    "a removal from another container": """
class Board:
    def __init__(self):
        self.notes = {}
        self.names = {}
    def start(self, note):
        self.notes[note] = 1  # LEAK growth
        self.names[note] = 1
    def end(self, note):
        self.names.pop(note)
board = Board()
def use(event):
    board.start(event.query["q"])
    board.end(event.query["q"])
""",
}

EMPTIED = {
    "a size that is not reached yet": """
cache = {}
def use(event):
    cache[event.query["q"]] = 1
    if len(cache) > 1_000:
        cache.clear()
""",
    "a size, in another function": """
class Cache:
    size = 100
    def __init__(self):
        self.entries = {}
    def put(self, key, value):
        self.entries[key] = value
        self.trim()
    def trim(self):
        if len(self.entries) <= self.size:
            return
        self.entries.popitem()
cache = Cache()
def use(event):
    cache.put(event.query["q"], 1)
""",
    "an age": """
import time
entries = {}
def get(key):
    if key in entries and entries[key] < time.monotonic():
        del entries[key]
    return entries.get(key)
def use(event):
    key = event.query["q"]
    if get(key) is None:
        entries[key] = time.monotonic() + 30
""",
    "a sweep": """
import asyncio
entries = {}
async def sweep():
    while True:
        await asyncio.sleep(60)
        entries.clear()
def use(event):
    entries[event.query["q"]] = 1
""",
    "those who go": """
online = set()
def leave(event):
    online.discard(event.query["q"])
def serve(event):
    return leave(event)
HANDLERS = [serve]
def use(event):
    online.add(event.query["q"])
""",
    "a callback of the end": """
import asyncio
jobs = {}
async def use(event):
    key = event.query["q"]
    async def work():
        return key
    jobs[key] = task = asyncio.create_task(work())
    task.add_done_callback(lambda _: jobs.pop(key))
    await task
    await asyncio.sleep(0)
""",
    "two generations": """
class Generations:
    def __init__(self):
        self.young = {}
        self.old = {}
    def get(self, key):
        value = self.young.get(key) or self.old.get(key)
        if value is None:
            value = len(key)
            if len(self.young) >= 4:
                self.old = self.young
                self.young = {}
            self.young[key] = value
        return value
cache = Generations()
def use(event):
    cache.get(event.query["q"])
""",
    "two generations in one statement": """
young, old = {}, {}
def use(event):
    global young, old
    if len(young) == 4:
        old, young = young, dict()
    young[event.query["q"]] = 1
""",
    "a new list for each batch": """
class Batch:
    def __init__(self):
        self.lines = []
    def add(self, line):
        self.lines.append(line)
        if len(self.lines) >= 6:
            lines, self.lines = self.lines, []
            return lines
batch = Batch()
def use(event):
    batch.add(event.query["q"])
""",
}
