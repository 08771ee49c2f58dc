"""Every call that writes, with a value of a session, as `support.ways_of_writing`."""

from __future__ import annotations

WAYS_OF_WRITING_BY_CALLS = {
    "operator.setitem": """
import operator
state = {"limit": 0}
def use(event):
    operator.setitem(state, "limit", event.locals.account.id)  # LEAK shared
""",
    "operator.iadd": """
import operator
names = []
def use(event):
    operator.iadd(names, [event.locals.user])  # LEAK kept, shared, growth
""",
    "operator.ior": """
from operator import ior
state = {"limit": 0}
def use(event):
    ior(state, {"limit": event.locals.account.id})  # LEAK shared
""",
    "methodcaller": """
from operator import methodcaller
names = []
def use(event):
    methodcaller("append", event.locals.user)(names)  # LEAK kept, growth
""",
    "globals": """
limit = 0
def use(event):
    globals()["limit"] = event.locals.account.id  # LEAK shared
""",
    "globals.setdefault": """
def use(event):
    globals().setdefault("limit", event.locals.account.id)  # LEAK shared
""",
    "globals |=": """
limit = 0
def use(event):
    g = globals()
    g |= {"limit": event.locals.account.id}  # LEAK shared
""",
    "f.__globals__": """
limit = 0
def use(event):
    use.__globals__["limit"] = event.locals.account.id  # LEAK shared
""",
    "the module": """
import sys
limit = 0
def use(event):
    sys.modules[__name__].limit = event.locals.account.id  # LEAK shared
""",
    "the module, by setattr": """
import sys
limit = 0
def use(event):
    setattr(sys.modules[__name__], "limit", event.locals.account.id)  # LEAK shared
""",
    "the module, by import_module": """
import importlib
limit = 0
def use(event):
    importlib.import_module(__name__).limit = event.locals.account.id  # LEAK shared
""",
    "the module's dictionary": """
import sys
limit = 0
def use(event):
    vars(sys.modules[__name__])["limit"] = event.locals.account.id  # LEAK shared
""",
    "getattr of a method": """
names = []
def use(event):
    getattr(names, "append")(event.locals.user)  # LEAK kept, growth
""",
    "getattr of a method by name": """
state = {"limit": 0}
def use(event):
    method = "update"
    getattr(state, method)({"limit": event.locals.account.id})  # LEAK shared
""",
    "a partial of a method": """
from functools import partial
names = []
put = partial(list.append, names)
def use(event):
    put(event.locals.user)  # LEAK kept, growth
""",
    "a method in a dictionary": """
names = []
how = {"add": names.append}
def use(event):
    how["add"](event.locals.user)  # LEAK kept, growth
""",
    "a method as a default": """
names = []
def use(event, put=names.append):
    put(event.locals.user)  # LEAK kept, growth
""",
    "deque, by map": """
from collections import deque
names = []
def use(event):
    deque(map(names.append, [event.locals.user]), maxlen=0)  # LEAK kept, growth
""",
    "augmented": """
class Site:
    names = ()
def use(event):
    Site.names += (event.locals.user,)  # LEAK kept, shared
""",
    "delete and set": """
state = {"limit": 0}
def use(event):
    del state["limit"]
    state["limit"] = event.locals.account.id  # LEAK shared
""",
    "metaclass": """
class Meta(type):
    def __setattr__(cls, name, value):
        type.__setattr__(cls, name, value)
class Site(metaclass=Meta):
    pass
def use(event):
    Site.limit = event.locals.account.id  # LEAK shared
""",
    "__init__ called again": """
class Site:
    def __init__(self, limit):
        self.limit = limit
site = Site(0)
def use(event):
    site.__init__(event.locals.account.id)  # LEAK shared
""",
    "__init__ called again by class": """
class Site:
    def __init__(self, limit):
        self.limit = limit
site = Site(0)
def use(event):
    Site.__init__(site, event.locals.account.id)  # LEAK shared
""",
    "__setstate__": """
class Site:
    def __setstate__(self, state):
        self.limit = state  # LEAK shared
site = Site()
def use(event):
    site.__setstate__(event.locals.account.id)
""",
    "inplace on the attribute": """
class Sum:
    value = 0
    def __iadd__(self, more):
        self.value = more  # LEAK shared
        return self
total = Sum()
def use(event):
    global total
    total += event.locals.account.id
""",
    "type alias of a class attribute": """
class Site:
    limit = 0
    @classmethod
    def put(cls, value):
        cls.limit = value  # LEAK shared
def use(event):
    Site.put(event.locals.account.id)
""",
    "type(self)": """
class Site:
    limit = 0
    def put(self, value):
        type(self).limit = value  # LEAK shared
def use(event):
    Site().put(event.locals.account.id)
""",
    "self.__class__": """
class Site:
    limit = 0
    def put(self, value):
        self.__class__.limit = value  # LEAK shared
def use(event):
    Site().put(event.locals.account.id)
""",
    "weakref": """
import weakref
class Site:
    limit = 0
site = Site()
ref = weakref.ref(site)
def use(event):
    ref().limit = event.locals.account.id  # LEAK shared
""",
    "iterator": """
names = {}
def use(event):
    for name in [event.locals.user]:
        next(iter([names]))[name] = 1  # LEAK kept, growth
""",
    "struct.pack_into": """
import struct
buffer = bytearray(8)
def use(event):
    struct.pack_into("<I", buffer, 0, event.locals.account.id)  # LEAK? shared
""",
    "readinto": """
import io
buffer = bytearray(16)
def use(event):
    io.BytesIO(event.locals.user.encode()).readinto(buffer)  # LEAK? kept, shared
""",
    "the value before, or that of the first": """
state = {"limit": 0}
def use(event):
    state["limit"] = state.get("limit") or event.locals.account.id  # LEAK shared
""",
    "getattr, or that of the first": """
class Site:
    limit = None
def use(event):
    setattr(Site, "limit", getattr(Site, "limit") or event.locals.account.id)  # LEAK shared
""",
}
