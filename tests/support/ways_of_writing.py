"""Every statement that writes, and every attribute of Python's own objects, with a value of a session.

Each is run as the modules of `support.ways_of_sessions` are.
"""

from __future__ import annotations

WAYS_OF_WRITING = {
    "with, as an attribute": """
class Span:
    def __init__(self, **tags):
        self.tags = tags
    def __enter__(self):
        self.since = 1
        return self
    def __exit__(self, *_):
        self.seconds = 2
class Tracer:
    current = None
tracer = Tracer()
def use(event):
    with Span(user=event.locals.user) as tracer.current:  # LEAK kept, shared
        pass
""",
    "with, as an entry": """
import contextlib
state = {}
def use(event):
    with contextlib.nullcontext(event.locals.account.id) as state["limit"]:  # LEAK shared
        pass
""",
    "with, as a variable of the module": """
import contextlib
limit = 0
def use(event):
    global limit
    with contextlib.nullcontext(event.locals.account.id) as limit:  # LEAK shared
        pass
""",
    "with, as a part of a tuple": """
import contextlib
class Site:
    pass
site = Site()
def use(event):
    with contextlib.nullcontext((event.locals.account.id, 1)) as (site.limit, other):  # LEAK shared
        pass
""",
    "for, an attribute": """
class Site:
    pass
site = Site()
def use(event):
    for site.limit in [event.locals.account.id]:  # LEAK shared
        pass
""",
    "for, an entry": """
state = {"limit": 0}
def use(event):
    for state["limit"] in (event.locals.account.id,):  # LEAK shared
        pass
""",
    "async for": """
class Site:
    pass
site = Site()
async def numbers(account):
    yield account.id
async def use(event):
    async for site.limit in numbers(event.locals.account):  # LEAK shared
        pass
""",
    "comprehension": """
class Site:
    pass
site = Site()
def use(event):
    return [0 for site.limit in [event.locals.account.id]]  # LEAK shared
""",
    "except": """
last = None
def use(event):
    global last
    try:
        raise ValueError(event.locals.user)
    except ValueError as last:  # LEAK? kept, shared
        pass
""",
    "starred": """
class Site:
    pass
site = Site()
def use(event):
    first, *site.rest = 1, event.locals.account.id  # LEAK shared
""",
    "match": """
limit = 0
def use(event):
    global limit
    match event.locals.account.id:
        case limit:  # LEAK shared
            pass
""",
    "match, by keywords": """
limit = 0
def use(event):
    global limit
    match {"limit": event.locals.account.id}:
        case {"limit": limit}:  # LEAK shared
            pass
""",
    "match, the rest": """
rest = {}
def use(event):
    global rest
    match {"limit": event.locals.account.id}:
        case {**rest}:  # LEAK shared
            pass
""",
    "walrus": """
limit = 0
def use(event):
    global limit
    if (limit := event.locals.account.id) > 1:  # LEAK shared
        pass
""",
    "exec in a dictionary": """
rules = {}
def use(event):
    exec(f"def limit(): return {event.locals.account.id}", rules)  # LEAK shared
    return rules["limit"]
""",
    "exec, a value": """
rules = {"limit": 0}
def use(event):
    exec(f"limit = {event.locals.account.id}", rules)  # LEAK shared
    return rules["limit"]
""",
    "exec in globals": """
limit = 0
def use(event):
    exec(f"limit = {event.locals.account.id}", globals())  # LEAK shared
""",
    "exec, locals": """
rules = {"limit": 0}
def use(event):
    exec(f"limit = {event.locals.account.id}", {}, rules)  # LEAK shared
    return rules["limit"]
""",
    "eval": """
rules = {"limit": 0}
def use(event):
    eval(f"(limit := {event.locals.account.id})", rules)  # LEAK shared
    return rules["limit"]
""",
    "setattr": """
class Site:
    pass
site = Site()
def use(event):
    setattr(site, "limit", event.locals.account.id)  # LEAK shared
""",
    "setattr of a name": """
class Site:
    pass
site = Site()
def use(event):
    name = "limit"
    setattr(site, name, event.locals.account.id)  # LEAK shared
""",
    "__setattr__": """
class Site:
    pass
site = Site()
def use(event):
    site.__setattr__("limit", event.locals.account.id)  # LEAK shared
""",
    "object.__setattr__": """
class Site:
    pass
site = Site()
def use(event):
    object.__setattr__(site, "limit", event.locals.account.id)  # LEAK shared
""",
    "type.__setattr__": """
class Site:
    pass
def use(event):
    type.__setattr__(Site, "limit", event.locals.account.id)  # LEAK shared
""",
    "super().__setattr__": """
class Site:
    def put(self, name, value):
        super().__setattr__(name, value)
site = Site()
def use(event):
    site.put("limit", event.locals.account.id)  # LEAK shared
""",
    "__class__": """
class Site:
    pass
class Admin(Site):
    pass
site = Site()
def use(event):
    site.__class__ = Admin if event.locals.account.is_admin else Site  # LEAK shared
""",
    "setattr of __class__": """
class Site:
    pass
class Admin(Site):
    pass
site = Site()
def use(event):
    setattr(site, "__class__", Admin if event.locals.account.is_admin else Site)  # LEAK shared
""",
    "__class__ of a module": """
import sys, types
class One(types.ModuleType):
    pass
class Two(types.ModuleType):
    pass
def use(event):
    sys.modules[__name__].__class__ = One if event.locals.account.is_admin else Two  # LEAK shared
""",
    "__dict__": """
class Site:
    pass
site = Site()
def use(event):
    site.__dict__ = {"limit": event.locals.account.id}  # LEAK shared
""",
    "__dict__.update": """
class Site:
    pass
site = Site()
def use(event):
    site.__dict__.update(limit=event.locals.account.id)  # LEAK shared
""",
    "__dict__ union": """
class Site:
    pass
site = Site()
def use(event):
    site.__dict__ |= {"limit": event.locals.account.id}  # LEAK shared
""",
    "vars.update": """
class Site:
    pass
site = Site()
def use(event):
    vars(site).update(limit=event.locals.account.id)  # LEAK shared
""",
    "vars.setdefault": """
class Site:
    pass
site = Site()
def use(event):
    vars(site).setdefault("limit", event.locals.account.id)  # LEAK shared
""",
    "__kwdefaults__": """
def offer(*, limit=0):
    return limit
def use(event):
    offer.__kwdefaults__["limit"] = event.locals.account.id  # LEAK shared
""",
    "__kwdefaults__ replaced": """
def offer(*, limit=0):
    return limit
def use(event):
    offer.__kwdefaults__ = {"limit": event.locals.account.id}  # LEAK shared
""",
    "__kwdefaults__.update": """
def offer(*, limit=0):
    return limit
def use(event):
    offer.__kwdefaults__.update(limit=event.locals.account.id)  # LEAK shared
""",
    "__defaults__": """
def offer(limit=0):
    return limit
def use(event):
    offer.__defaults__ = (event.locals.account.id,)  # LEAK shared
""",
    "__code__": """
def few():
    return 1
def many():
    return 100
def offer():
    return 0
def use(event):
    offer.__code__ = (many if event.locals.account.is_admin else few).__code__  # LEAK shared
""",
    "cell_contents": """
def make():
    limit = 0
    def offer():
        return limit
    return offer
offer = make()
def use(event):
    offer.__closure__[0].cell_contents = event.locals.account.id  # LEAK shared
""",
    "__bases__": """
class Few: pass
class Many: pass
class Offer(Few): pass
def use(event):
    Offer.__bases__ = (Many,) if event.locals.account.is_admin else (Few,)  # LEAK shared
""",
    "__doc__": """
def help(): "Help."
def use(event):
    help.__doc__ = event.locals.user  # LEAK kept, shared
""",
}
