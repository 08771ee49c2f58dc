# ruff: noqa: E501 - each is a module in one text
"""Small modules that show one session what another one set, in values too small to search for.

Each has a function `use(event)`; `event.locals.account` is who is signed in, new for each request, with an `id`
(1, 2), a `name`, `is_admin`, a `role` (an enum), `born` (a date), a `limit` (a Decimal), a `theme` and `hours` from
UTC. The guilty lines end with `# LEAK` and the kinds of finding that are right for them.
"""

from __future__ import annotations

WAYS = {
    "global id": """
current_id = None
def use(event):
    global current_id
    current_id = event.locals.account.id  # LEAK shared
    return current_id
""",
    "flag of a singleton": """
class Access:
    is_admin = False
    def enter(self, account):
        self.is_admin = account.is_admin  # LEAK shared
access = Access()
def use(event):
    access.enter(event.locals.account)
    return access.is_admin
""",
    "role in a class attribute": """
class Page:
    role = None
def use(event):
    account = event.locals.account
    role = account.role
    Page.role = role  # LEAK shared
    return Page.role
""",
    "date in a slot": """
STATE = {"born": None}
def use(event):
    STATE["born"] = event.locals.account.born  # LEAK shared, kept
    return STATE["born"]
""",
    "cell of a closure": """
def make():
    limit = None
    def use(event):
        nonlocal limit
        limit = int(event.locals.account.limit)  # LEAK shared
        return limit
    return use
use = make()
""",
    "attribute of a function": """
def use(event):
    use.hours = event.locals.account.hours  # LEAK shared
    return use.hours
""",
    "box in a default": """
def use(event, box=[None]):
    box[0] = event.locals.account.is_admin  # LEAK shared
    return box[0]
""",
    "constant by condition": """
level = "low"
def use(event):
    global level
    if event.locals.account.is_admin:
        level = "high"  # LEAK shared
    else:
        level = "low"  # LEAK shared
    return level
""",
    "eternal key, weakly": """
from weakref import WeakKeyDictionary
class Site: pass
site = Site()
THEMES = WeakKeyDictionary()
def use(event):
    THEMES[site] = event.locals.account.theme  # LEAK shared, kept
    return THEMES[site]
""",
    "instance with an eternal weak key": """
from weakref import WeakKeyDictionary
class Setting:
    def __init__(self):
        self.values = WeakKeyDictionary()
    def __set__(self, instance, value):
        self.values[instance] = value  # LEAK shared
    def __get__(self, instance, owner=None):
        return self.values[instance]
class Site:
    admin = Setting()
site = Site()
def use(event):
    site.admin = event.locals.account.is_admin
    return site.admin
""",
    "run in a context of the module": """
from contextvars import ContextVar, copy_context
viewer = ContextVar("viewer", default=None)
CONTEXT = copy_context()
def use(event):
    CONTEXT.run(viewer.set, event.locals.account.id)  # LEAK shared, kept
    return CONTEXT[viewer]
""",
    "logger of a user": """
import logging
def use(event):
    log = logging.getLogger(f"app.user.{event.cookies['user']}")  # LEAK kept, growth, shared
    log.debug("hello")
""",
    "extra of an adapter": """
import logging
log = logging.LoggerAdapter(logging.getLogger("app"), {"user": 0})
def use(event):
    log.extra["user"] = event.locals.account.id  # LEAK shared
""",
    "media type": """
import mimetypes
def use(event):
    mimetypes.add_type(f"text/{event.query['q']}", f".{event.query['q']}")  # LEAK process, kept, growth, shared
def undo():
    mimetypes.init()
""",
    "handler of the loop": """
import asyncio
async def use(event):
    user = event.locals.user
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: print(user))  # LEAK process, kept, shared
def undo():
    asyncio.get_running_loop().set_exception_handler(None)
""",
    "task factory": """
import asyncio
async def use(event):
    user = event.locals.user
    def make(loop, work, **more):
        return asyncio.Task(work, loop=loop, **more)
    make.user = user
    asyncio.get_running_loop().set_task_factory(make)  # LEAK process, kept, shared
def undo():
    asyncio.get_running_loop().set_task_factory(None)
""",
    "codec": """
import codecs
def use(event):
    user = event.locals.user
    codecs.register_error("of-the-user", lambda error: (user, error.end))  # LEAK process, kept, shared
def undo():
    codecs.register_error("of-the-user", codecs.strict_errors)
""",
    "replaced dataclass": """
from dataclasses import dataclass, replace
@dataclass(frozen=True)
class State:
    user_id: int = 0
    admin: bool = False
state = State()
def use(event):
    global state
    account = event.locals.account
    state = replace(state, user_id=account.id, admin=account.is_admin)  # LEAK shared
    return state
""",
    "memo without the key": """
from contextvars import ContextVar
from functools import cache
viewer = ContextVar("viewer")
@cache  # LEAK shared, kept
def limit():
    return viewer.get()
def use(event):
    viewer.set(event.locals.account)
    return limit()
""",
    "keywords of a partial": """
from functools import partial
show = partial(print, sep=" ")
def use(event):
    show.keywords["end"] = "!" if event.locals.account.is_admin else "."  # LEAK shared
""",
    "module by another's hand": """
import sys
offset = 0
def set_up(hours):
    setattr(sys.modules[__name__], "offset", hours * 3600)  # LEAK shared
def use(event):
    set_up(event.locals.account.hours)
    return offset
""",
    "precision": """
import decimal
context = decimal.Context()
def use(event):
    context.prec = 10 + event.locals.account.id  # LEAK shared
    return context.prec
""",
    "dialect": """
import csv
def use(event):
    csv.register_dialect("of-the-user", delimiter=";" if event.locals.account.is_admin else ",")  # LEAK process
def undo():
    csv.unregister_dialect("of-the-user")
""",
    "weak values kept elsewhere": """
from weakref import WeakValueDictionary
class Profile:
    def __init__(self, account):
        self.account = account
KEPT = []
PROFILES = WeakValueDictionary()
def use(event):
    profile = Profile(event.locals.account)
    PROFILES["now"] = profile  # LEAK? shared, kept
    KEPT[:] = [profile]  # LEAK shared, kept
""",
}
