"""Ways as those of `support.ways_of_sessions`, in which Python or a library keeps what it is given."""

from __future__ import annotations

import sys

WAYS_WITH_LIBRARIES = {
    "registry of classes": """
class Field:
    kinds = []
    def __init_subclass__(cls):
        Field.kinds.append(cls)  # LEAK growth, kept
def use(event):
    class Custom(Field):
        label = event.query["q"]
    return Custom.label
""",
    "modules made by hand": """
import sys, types
def use(event):
    module = types.ModuleType(f"made_for_{event.query['q']}")
    sys.modules[module.__name__] = module  # LEAK process
def undo():
    for name in [name for name in sys.modules if name.startswith("made_for_")]:
        del sys.modules[name]
""",
    "weak keys that their values keep": """
from weakref import WeakKeyDictionary
readers = WeakKeyDictionary()
def use(event):
    class Search:
        pass
    readers[Search] = [Search]  # LEAK growth
""",
    "default of a model": """
from pydantic import BaseModel, ConfigDict
class Sorting:
    column = 0
class Listing(BaseModel):
    model_config = ConfigDict(arbitrary_types_allowed=True)
    sorting: Sorting = Sorting()
def use(event):
    Listing().sorting.column = event.locals.account.id  # LEAK shared
""",
    "dictionary of a partial": """
from functools import partial
def fill(template, account, *, context):
    context["account"] = account.id  # LEAK shared
    return template.format_map(context)
render = partial(fill, context={"site": "Shop"})
def use(event):
    return render("{account}", event.locals.account)
""",
    "captured by a pattern": """
tenant = 0
def use(event):
    global tenant
    match (event.locals.account.id, 0):
        case (tenant, _):  # LEAK shared
            pass
    return tenant
""",
    "buffer that is not wiped": """
buffer = bytearray(64)
def use(event):
    raw = f"{event.query['q']}:{event.locals.user}".encode()
    buffer[:len(raw)] = raw  # LEAK kept, shared
""",
    "jar of a client": """
import httpx
def answer(request):
    return httpx.Response(200, headers={"set-cookie": f"account={request.headers['x-user']}"})
client = httpx.AsyncClient(transport=httpx.MockTransport(answer), base_url="http://upstream.test")
async def use(event):
    await client.get("/", headers={"x-user": event.locals.user})  # LEAK leftover
def undo():
    client.cookies.clear()
""",
    "context that is used twice": """
from contextvars import Context, ContextVar
viewer = ContextVar("viewer", default=0)
jobs = Context()
def use(event):
    jobs.run(viewer.set, event.locals.account.id)  # LEAK shared
    return jobs.run(viewer.get)
""",
}

if sys.version_info >= (3, 11, 4):  # before, Python did not keep flags with bits that have no name
    WAYS_WITH_LIBRARIES["members of flags"] = """
import zlib
from enum import IntFlag
class Share(IntFlag):
    READ = 1
def use(event):
    return Share(zlib.crc32(event.query["q"].encode()) | 2)  # LEAK growth
"""
