# ruff: noqa: E501 - each is a module in one text
"""Small modules that leak, and some that only look like it."""

from __future__ import annotations

# Every way to write, with the line that writes: the one that ends with `# HERE`.
WAYS = {
    "global": "now = None\ndef keep(x):\n    global now\n    now = x  # HERE\n",
    "global in a loop": "now = None\ndef keep(x):\n    global now\n    for now in [x]:  # HERE\n        pass\n",
    "walrus": "now = None\ndef keep(x):\n    global now\n    if (now := x):  # HERE\n        pass\n",
    "dict": "D = {}\ndef keep(x):\n    D[x] = 1  # HERE\n",
    "dict in lines": "D = {}\ndef keep(x):\n    D.update(  # HERE\n        {x: 1}\n    )\n",
    "constant key": "D = {}\ndef keep(x):\n    D['now'] = x  # HERE\n",
    "list": "L = []\ndef keep(x):\n    L.append(x)  # HERE\n",
    "set": "S = set()\ndef keep(x):\n    S.add(x)  # HERE\n",
    "union": "S = set()\ndef keep(x):\n    global S\n    S |= {x}  # HERE\n",
    "union of an attribute": "class A:\n    s = set()\ndef keep(x):\n    A.s |= {x}  # HERE\n",
    "slice": "L = []\ndef keep(x):\n    L[len(L):] = [x]  # HERE\n",
    "nested": "D = {'a': {'b': []}}\ndef keep(x):\n    D['a']['b'].append(x)  # HERE\n",
    "class": "class A:\n    now = None\ndef keep(x):\n    A.now = x  # HERE\n",
    "instance": "class A:\n    pass\na = A()\ndef keep(x):\n    a.now = x  # HERE\n",
    "slots": "class A:\n    __slots__ = ('__now',)\n    def put(self, x):\n        self.__now = x  # HERE\n"
    "a = A()\ndef keep(x):\n    a.put(x)\n",
    "__dict__": "class A:\n    pass\na = A()\ndef keep(x):\n    a.__dict__['now'] = x  # HERE\n",
    "setattr": "class A:\n    pass\na = A()\ndef keep(x):\n    setattr(a, 'now', x)  # HERE\n",
    "object.__setattr__": "class A:\n    pass\na = A()\ndef keep(x):\n"
    "    object.__setattr__(a, 'now', x)  # HERE\n",
    "default": "def keep(x, seen=[]):\n    seen.append(x)  # HERE\n",
    "keyword default": "def keep(x, *, seen={}):\n    seen[x] = 1  # HERE\n",
    "function": "def keep(x):\n    keep.now = x  # HERE\n",
    "nonlocal": "def make():\n    now = None\n    def keep(x):\n        nonlocal now\n        now = x  # HERE\n"
    "    return keep\nkeep = make()\n",
    "closure": "def make():\n    seen = []\n    def keep(x):\n        seen.append(x)  # HERE\n"
    "    return keep\nkeep = make()\n",
    "lambda": "L = []\nkeep = lambda x: L.append(x)  # HERE\n",
    "comprehension": "L = []\ndef keep(x):\n    [L.append(y) for y in [x]]  # HERE\n",
    "map": "L = []\ndef keep(x):\n    list(map(L.append, [x]))  # HERE\n",
    "bound method": "L = []\nput = L.append\ndef keep(x):\n    put(x)  # HERE\n",
    "unbound method": "L = []\ndef keep(x):\n    list.insert(L, 0, x)  # HERE\n",
    "bisect": "import bisect\nL = []\ndef keep(x):\n    bisect.insort(L, x)  # HERE\n",
    "heap": "from heapq import heappush as push\nimport heapq\nL = []\ndef keep(x):\n"
    "    heapq.heappush(L, x)  # HERE\n",
    "parameter": "L = []\ndef put(to, x):\n    to.append(x)  # HERE\ndef keep(x):\n    put(L, x)\n",
    "alias": "L = []\ndef keep(x):\n    lines = L\n    lines += [x]  # HERE\n",
    "returned": "L = []\ndef get():\n    return L\ndef keep(x):\n    get().append(x)  # HERE\n",
    "tuple target": "class A:\n    pass\na = A()\ndef keep(x):\n    a.now, y = x, 1  # HERE\n",
    "with target": "import contextlib\nclass A:\n    pass\na = A()\ndef keep(x):\n"
    "    with contextlib.nullcontext(x) as a.now:  # HERE\n        pass\n",
    "globals()": "def keep(x):\n    globals()['now'] = x  # HERE\n",
    "memo": "from functools import cache\n@cache  # HERE\ndef keep(x):\n    return [x]\n",
    "memo without arguments": "from functools import cache\nimport who\n@cache  # HERE\ndef name():\n"
    "    return who.user\ndef keep(x):\n    name()\n",
    "cached property": "from functools import cached_property\nimport who\nclass A:\n"
    "    @cached_property  # HERE\n    def name(self):\n        return who.user\na = A()\n"
    "def keep(x):\n    a.name\n",
    "context variable": "from contextvars import ContextVar\nV = ContextVar('V', default=[])\ndef keep(x):\n"
    "    V.get().append(x)  # HERE\n",
    "thread": "import threading\nT = threading.local()\ndef keep(x):\n    T.now = x  # HERE\n",
    "class made by a call": "L = []\ndef keep(x):\n    L.append(type('Form', (), {'user': x}))  # HERE\n",
    "partial": "from functools import partial\nL = []\ndef keep(x):\n    L.append(partial(print, x))  # HERE\n",
    "closure kept": "L = []\ndef keep(x):\n    L.append(lambda: x)  # HERE\n",
    "generator kept": "L = []\ndef gen(x):\n    yield 1\n    yield x\ndef keep(x):\n    g = gen(x)\n"
    "    L.append(g)  # HERE\n",
    "iterator kept": "import itertools\nL = []\ndef keep(x):\n"
    "    L.append(itertools.chain([x], 'ab'))  # HERE\n",
    "exception kept": "last = None\ndef keep(x):\n    global last\n    try:\n        1 / 0\n"
    "    except ZeroDivisionError as error:\n        last = error  # HERE\n",
    "deque": "from collections import deque\nQ = deque()\ndef keep(x):\n    Q.extend([x])  # HERE\n",
    "Counter": "from collections import Counter\nC = Counter()\ndef keep(x):\n    C.update([x])  # HERE\n",
    "default factory": "from collections import defaultdict\nD = defaultdict(list)\ndef keep(x):\n"
    "    D[x].append(1)  # HERE\n",
    "user dict": "from collections import UserDict\nD = UserDict()\ndef keep(x):\n    D[x] = 1  # HERE\n",
    "namespace": "from types import SimpleNamespace\nN = SimpleNamespace()\ndef keep(x):\n"
    "    N.now = x  # HERE\n",
    "lazy singleton": "class Client:\n    def __init__(self, x):\n        self.token = x\nclient = None\n"
    "def keep(x):\n    global client\n    client = client or Client(x)  # HERE\n",
    "dataclass": "from dataclasses import dataclass, field\n@dataclass\nclass A:\n"
    "    names: list = field(default_factory=list)\na = A()\ndef keep(x):\n    a.names.append(x)  # HERE\n",
    "property of a library's object": "import email.message\nM = email.message.Message()\ndef keep(x):\n"
    "    M.add_header('x-user', x)  # HERE\n",
    "headers of a shared client": "import httpx\nC = httpx.Client()\ndef keep(x):\n    C.headers['x-user'] = x  # HERE\n",
    "client of the first user": "import httpx\nC = None\ndef keep(x):\n    global C\n    C = C or httpx.Client(headers={'authorization': f'Bearer {x}'})  # HERE\n",
    "logging filter": "import logging\nlog = logging.getLogger('leak')\nclass F(logging.Filter):\n    def __init__(self, x):\n        self.x = x\ndef keep(x):\n    log.filters[:] = [F(x)]  # HERE\n",
    "singleton that is made again": "class A:\n    i = None\n    def __new__(cls, *a):\n        cls.i = cls.i or object.__new__(cls)\n        return cls.i\n    def __init__(self, x):\n        self.x = x  # HERE\nA(None)\ndef keep(x):\n    A(x)\n",
    "file in memory": "import io\nF = io.StringIO()\ndef keep(x):\n    F.write(x)  # HERE\n",
    "queue": "import asyncio\nQ = asyncio.Queue()\ndef keep(x):\n    Q.put_nowait(x)  # HERE\n",
    "tuple": "T = ()\ndef keep(x):\n    global T\n    T = (*T, x)  # HERE\n",
    "text": "T = ''\ndef keep(x):\n    global T\n    T += x  # HERE\n",
}


SILENT = {
    "number": "hits = 0\ndef keep(x):\n    global hits\n    hits += 1\n",
    "statistics": "S = {'hits': 0}\ndef keep(x):\n    S['hits'] += 1\n",
    "deque with maxlen": "from collections import deque\nQ = deque(maxlen=9)\ndef keep(x):\n    Q.append(x)\n",
    "bounded memo": "from functools import lru_cache\n@lru_cache(maxsize=8)\ndef keep(x):\n    return len(x)\n",
    "eviction": "D = {}\ndef keep(x):\n    D[x] = 1\n    if len(D) > 9:\n        D.popitem()\n",
    "shortened": "L = []\ndef keep(x):\n    global L\n    L.append(x)\n    L = L[-9:]\n",
    "taken out": "D = {}\ndef keep(x):\n    D[x] = 1\n    try:\n        pass\n    finally:\n        del D[x]\n",
    "singleton": "class Pool:\n    pass\npool = None\ndef keep(x):\n    global pool\n    pool = pool or Pool()\n",
    "reset": "now = None\ndef keep(x):\n    global now\n    now = x\n    now = None\n",
    "weak": "import weakref\nclass Job:\n    def __init__(self, x):\n        self.x = x\nJ = weakref.WeakSet()\n"
    "def keep(x):\n    J.add(Job(x))\n",
    "memo of few": "M = {}\ndef keep(x):\n    M.setdefault(len(x) % 2, 'even' if len(x) % 2 else 'odd')\n",
    "own": "def keep(x):\n    own = {}\n    own[x] = [x]\n    own[x].append(x)\n    return own\n",
    "per request": "from contextvars import ContextVar\nV = ContextVar('V')\ndef keep(x):\n    V.set(x)\n",
    "marked as bounded": "class Cache:\n    __lissome_bounded__ = True\n    def __init__(self):\n"
    "        self.d = {}\nc = Cache()\ndef keep(x):\n    c.d[x] = 1\n",
    "allowed": "D = {}  # lissome: shared -- a guest book\ndef keep(x):\n    D[x] = 1\n",
    "allowed above": "D = {}\ndef keep(x):\n    # lissome: shared -- a guest book\n    D[x] = 1\n",
    "queue that is emptied": "import asyncio\nQ = asyncio.Queue()\ndef keep(x):\n    Q.put_nowait(x)\n"
    "async def worker():\n    while True:\n        await Q.get()\n",
    "lock": "import asyncio\nL = asyncio.Lock()\nasync def keep(x):\n    async with L:\n        pass\n",
    "logging": "import logging\nlogger = logging.getLogger('app')\ndef keep(x):\n    logger.info('%s', x)\n",
}
