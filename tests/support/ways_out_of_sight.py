"""Objects that no module leads to, but which the next request gets again, and some that only look like it.

Each is run as the modules of `support.ways_of_sessions` are.
"""

from __future__ import annotations

WAYS_OUT_OF_SIGHT = {
    "the connection of a pool": """
import enum
import sqlalchemy as sa
from sqlalchemy.pool import StaticPool
class Plan(enum.Enum):
    FREE = 10
    PRO = 1000
engine = sa.create_engine("sqlite://", poolclass=StaticPool)
def use(event):
    with engine.connect() as connection:
        connection.info["plan"] = Plan.PRO if event.locals.account.is_admin else Plan.FREE  # LEAK shared
""",
    "an object at the connection of a pool": """
import sqlalchemy as sa
from sqlalchemy.pool import StaticPool
engine = sa.create_engine("sqlite://", poolclass=StaticPool)
def use(event):
    with engine.connect() as connection:
        connection.info["account"] = event.locals.account  # LEAK shared
""",
    "the name of the thread": """
import threading
def use(event):
    threading.current_thread().name = f"user {event.locals.account.id}"  # LEAK shared
def undo():
    threading.current_thread().name = "MainThread"
""",
    "an attribute of the thread": """
import threading
def use(event):
    threading.main_thread().limit = event.locals.account.id  # LEAK shared
def undo():
    del threading.main_thread().limit
""",
    "an attribute of the loop": """
import asyncio
async def use(event):
    asyncio.get_running_loop().limit = event.locals.account.limit  # LEAK shared
""",
    "an object that puts itself back": """
class Draft:
    shelf = []
    def __init__(self):
        self.lines = []
    def __del__(self):
        Draft.shelf.append(self)
def use(event):
    draft = Draft.shelf.pop() if Draft.shelf else Draft()
    draft.lines.append(f"{event.locals.user}: {event.query['q']}")  # LEAK shared
""",
    "a number in an object that puts itself back": """
class Draft:
    shelf = []
    owner = None
    def __del__(self):
        Draft.shelf.append(self)
def use(event):
    draft = Draft.shelf.pop() if Draft.shelf else Draft()
    draft.owner = event.locals.account.id  # LEAK? shared
    return draft
""",
    "an object in a library's table": """
import logging
class Site:
    pass
logging.getLogger("sight.site").site = Site()
def use(event):
    logging.getLogger("sight.site").site.limit = event.locals.account.id  # LEAK shared
""",
    "a dictionary in a library's table": """
import logging
logging.getLogger("sight.dict").extra = {"limit": 0}
def use(event):
    logging.getLogger("sight.dict").extra["limit"] = event.locals.account.id  # LEAK shared
""",
    "a list in a library's table": """
import logging
logging.getLogger("sight.list").seen = []
def use(event):
    logging.getLogger("sight.list").seen.append(event.locals.user)  # LEAK shared
""",
    "an app's handler of logging": """
import logging
class Kept(logging.Handler):
    def __init__(self):
        super().__init__()
        self.lines = []
    def emit(self, record):
        self.lines.append(record.getMessage())  # LEAK shared
log = logging.getLogger("sight.handler")
log.setLevel("DEBUG")
log.propagate = False
log.addHandler(Kept())
def use(event):
    log.debug("checkout of %s", event.locals.user)
""",
    "an object that a thread knows": """
import threading, queue
class Site:
    pass
wish, answer = queue.Queue(), queue.Queue()
def work():
    site = Site()
    while wish.get():
        answer.put(site)
threading.Thread(target=work, daemon=True).start()
def use(event):
    wish.put(True)
    answer.get().limit = event.locals.account.id  # LEAK shared
def undo():
    wish.put(False)
""",
    "a pool without a name": """
import gc
class Site:
    pass
def make():
    free = [Site()]
    class Pool:
        def __enter__(self):
            self.site = free.pop()
            return self.site
        def __exit__(self, *_):
            free.append(self.site)
    return Pool
import logging
logging.getLogger("sight.pool").make = make()
def use(event):
    with logging.getLogger("sight.pool").make() as site:
        site.limit = event.locals.account.id  # LEAK shared
""",
    "a dictionary of a class's annotations": """
class Form:
    limit: int
def use(event):
    Form.__annotations__["limit"] = event.locals.account.id  # LEAK shared
""",
    "the session of a database that is not made anew": """
import sqlalchemy as sa
from sqlalchemy.orm import Session, scoped_session, sessionmaker
sessions = scoped_session(sessionmaker(sa.create_engine("sqlite://")))
def use(event):
    sessions().info["limit"] = event.locals.account.id  # LEAK shared
""",
    "a cookie policy deep in a client": """
import httpx
client = httpx.Client()
def use(event):
    client.cookies.jar._policy.strict_domain = event.locals.account.id  # LEAK shared
""",
}
LOOK_ALIKES_OUT_OF_SIGHT = {
    "the same for all": """
import threading
def use(event):
    threading.current_thread().limit = 7
""",
    "taken back": """
import threading
def use(event):
    thread = threading.current_thread()
    thread.name, before = event.locals.user, thread.name
    try:
        pass
    finally:
        thread.name = before
""",
    "deleted": """
import threading
def use(event):
    thread = threading.current_thread()
    thread.user = event.locals.user
    del thread.user
""",
    "a counter at the connection of a pool": """
import sqlalchemy as sa
from sqlalchemy.pool import StaticPool
engine = sa.create_engine("sqlite://", poolclass=StaticPool)
def use(event):
    with engine.connect() as connection:
        connection.info["uses"] = connection.info.get("uses", 0) + 1
""",
    "a time at the connection of a pool": """
import time
import sqlalchemy as sa
from sqlalchemy.pool import StaticPool
engine = sa.create_engine("sqlite://", poolclass=StaticPool)
def use(event):
    with engine.connect() as connection:
        connection.info["used"] = time.monotonic()
""",
    "emptied at the connection of a pool": """
import sqlalchemy as sa
from sqlalchemy.pool import StaticPool
engine = sa.create_engine("sqlite://", poolclass=StaticPool)
def use(event):
    with engine.connect() as connection:
        seen = connection.info.setdefault("seen", [])
        seen.append(event.locals.user)
        connection.info["seen"].clear()
        connection.info["plan"] = event.locals.account.id
        connection.info.pop("plan")
""",
    "an object of each session": """
import logging
class Basket:
    pass
logging.getLogger("sight.baskets").baskets = {}
def use(event):
    baskets = logging.getLogger("sight.baskets").baskets
    basket = baskets.get(event.locals.account.id)
    if basket is None:  # lissome: shared -- one basket for each account
        basket = baskets[event.locals.account.id] = Basket()
    basket.last = event.query["q"]
    basket.owner = event.locals.account.id
""",
    "objects of the request in a cycle": """
class Node:
    pass
def use(event):
    node, state = Node(), {}
    node.state, state["node"] = state, node
    state["user"] = node.user = event.locals.user
    node.state["id"] = event.locals.account.id
""",
    "objects of a task that goes on for a while": """
import asyncio
async def use(event):
    state = {}
    async def later():
        keep = state
        await asyncio.sleep(0)
        keep["user"] = event.locals.user
    task = asyncio.create_task(later())
    state["id"] = event.locals.account.id
    await task
""",
    "what is written to an event": """
def use(event):
    event.locals.limit = event.locals.account.id
    event.locals.account.limit = event.locals.account.id
    event.request.seen = [event.locals.user]
    event.request.seen.append(event.locals.account.id)
""",
    "declared": """
import threading
def use(event):
    # lissome: shared -- shown in the log, where it is overwritten
    threading.current_thread().name = event.locals.user
""",
    "a buffer that is used again and emptied": """
import logging
class Buffer:
    def __init__(self):
        self.parts = []
    def text(self):
        found, self.parts = "".join(self.parts), []
        return found
logging.getLogger("sight.buffer").buffer = Buffer()
def use(event):
    buffer = logging.getLogger("sight.buffer").buffer
    buffer.parts.append(event.locals.user)
    return buffer.text()
""",
    "recycled and cleared": """
class Draft:
    shelf = []
    def __init__(self):
        self.lines = []
    def __del__(self):
        self.lines.clear()
        if len(Draft.shelf) < 9:
            Draft.shelf.append(self)
def use(event):
    draft = Draft.shelf.pop() if Draft.shelf else Draft()
    draft.lines.append(event.locals.user)
""",
}
