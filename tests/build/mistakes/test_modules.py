"""Mistakes in what Python files define: names, functions, actions, page options."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.mistakes import said_of

PAGE, LAYOUT, SERVER, HOOKS = "+page.server.py", "+layout.server.py", "+server.py", "hooks.server.py"
LOAD = "async def load(event): return {}\n"
GET = "async def GET(event): return ''\n"
READS = "the build reads the page option ssr without running the module"
CONFIG = 'lissome reads "timeout" and "stream_timeout": delete it'
CALLED = "is called with event, and nothing else: write"
ACTIONS = 'actions is a dict of functions: write actions = {"create": create}'
NO_PRERENDERING = "lissome has no prerendering yet, so each request is answered anew: delete this line"

WARNING = "warning: "
# The file, what is in it, and the line and message of the one mistake.
MISTAKES = [
    # names
    (PAGE, "async def loads(event): ...", "1: lissome does not read loads: write async def load(event)"),
    (PAGE, "def Load(event): ...", "1: lissome does not read Load: write async def load(event)"),
    (LAYOUT, "def loader(event): ...", "1: lissome does not read loader: write async def load(event)"),
    (PAGE, LOAD + "action = {}", '2: lissome does not read action: write actions = {"create": create}'),
    (PAGE, LOAD + "Actions = {}", '2: lissome does not read Actions: write actions = {"create": create}'),
    (PAGE, "def actions(event): ...", f"1: {ACTIONS}"),
    (
        PAGE,
        (
            "from pydantic import BaseModel\nclass New(BaseModel): ...\n"
            "async def add(form: New): ...\nactions = {'add': add}"
        ),
        "3: the first parameter of an action is the event: write async def add(event, form: New)",
    ),
    (PAGE, "class actions: ...", f"1: {ACTIONS}"),
    (
        PAGE,
        LOAD + "async def default(event): ...",
        '2: an action is found by its entry in actions: write actions = {"default": default} below it',
    ),
    (PAGE, LOAD + GET, "2: +page.server.py has no GET: move it to +server.py"),
    (
        LAYOUT,
        LOAD + "actions = {}",
        (
            "2: +layout.server.py has no actions: move it to a page's +page.server.py, and name that page in the "
            'form: <form method="POST" action="/logout">'
        ),
    ),
    (SERVER, GET + LOAD, "2: +server.py has no load: move it to +page.server.py or +layout.server.py"),
    (SERVER, "async def get(event): ...", "1: lissome does not read get: write async def GET(event)"),
    (SERVER, "def Post(event): ...", "1: lissome does not read Post: write async def POST(event)"),
    (SERVER, "async def handler(event): ...", "1: lissome does not read handler: write async def GET(event)"),
    (
        SERVER,
        GET + "OPTIONS = ['a']",
        "2: OPTIONS must be a function, not ['a']: write async def OPTIONS(event)",
    ),
    (PAGE, "load = {'a': 1}", "1: load must be a function, not {'a': 1}: write async def load(event)"),
    (PAGE, "class load: ...", "1: load must be a function: write async def load(event)"),
    (
        HOOKS,
        "def handleError(error): ...",
        "1: lissome does not read handleError: write async def handle_error(caught)",
    ),
    (
        HOOKS,
        "def handle_Fetch(a): ...",
        "1: lissome does not read handle_Fetch: write async def handle_fetch(*, event, request, fetch)",
    ),
    (
        HOOKS,
        "async def handel(e, r): ...",
        "1: lissome does not read handel: write async def handle(event, resolve)",
    ),
    (
        HOOKS,
        "def middleware(e, r): ...",
        "1: lissome does not read middleware: write async def handle(event, resolve)",
    ),
    (HOOKS, "class Other: ...\nclass Local: ...", "2: lissome does not read Local: write class Locals"),
    (
        HOOKS,
        "def handle_validation_error(event): ...",
        "warning: 1: lissome has no remote functions yet, so this hook is never called: delete it",
    ),
    (HOOKS, LOAD, "1: hooks.server.py has no load: move it to +page.server.py or +layout.server.py"),
    (
        "guard.py",
        "async def guards(event): ...",
        "1: lissome does not read guards: write async def guard(event)",
    ),
    (
        "guard.py",
        "def signed_in(user): ...",
        "1: guard.py has no function guard, so it protects nothing: write async def guard(event)",
    ),
    (
        PAGE,
        "from lib.db import people\n",
        (
            "warning: 1: +page.server.py has neither load nor actions nor a page option, so it does nothing: write "
            "async def load(event)"
        ),
    ),
    (
        SERVER,
        "",
        "warning: 1: +server.py has neither GET nor another method, so it does nothing: write async def GET(event)",
    ),
    # functions
    (PAGE, "async def load(): ...", f"1: load {CALLED} async def load(event)"),
    (
        PAGE,
        "async def load(event, params): ...",
        f"1: load {CALLED} async def load(event), and event.params where you need params",
    ),
    (SERVER, "def GET(event, user): ...", f"1: GET {CALLED} def GET(event)"),
    (
        HOOKS,
        "async def handle(event): ...",
        (
            "1: handle is called with event and resolve, and nothing else: write "
            "async def handle(event, resolve)"
        ),
    ),
    (
        HOOKS,
        "def handle_error(*, error, event, status): ...",
        (
            "1: handle_error is called with caught, and nothing else: write def handle_error(caught); it has "
            "caught.error, .event, .status, .message and .kind"
        ),
    ),
    (HOOKS, "async def init(app): ...", "1: init is called with nothing: write async def init()"),
    (
        PAGE,
        "async def load(event):\n    yield {}",
        "2: load cannot be a generator: return the data; a value that is an awaitable is streamed",
    ),
    (
        SERVER,
        "async def GET(event):\n    yield 'a'",
        "2: GET cannot be a generator: return a starlette StreamingResponse of a generator",
    ),
    (
        HOOKS,
        "async def handle(event, resolve):\n    yield await resolve(event)",
        "2: handle cannot be a generator: return instead",
    ),
    (
        PAGE,
        "async def load(event):\n    return [1]",
        '2: load returns a dict, by whose keys the page finds its data: write return {"items": [1]}',
    ),
    (
        PAGE,
        "from lissome import json\nasync def load(event):\n    return json({})",
        "3: load returns a dict, not a response: write return {…}, or move this to a +server.py",
    ),
    (
        PAGE,
        "from lissome import fail\nasync def load(event):\n    return fail(404, {})",
        "3: fail() is for form actions, and load is none: write error(404, …)",
    ),
    (
        SERVER,
        "import lissome\nasync def POST(event):\n    return lissome.fail(400, {})",
        "3: fail() is for form actions, and POST is none: write return json({…}, status=422)",
    ),
    (PAGE, LOAD + LOAD, "2: load is defined in line 1 already, and only this one counts: delete one"),
    (
        HOOKS,
        "async def init():\n    return State()",
        "2: what requests get as event.app is yielded by init: write yield State(…), and what closes it behind that",
    ),
    (
        HOOKS,
        "async def handle(event, resolve):\n    await resolve(event)",
        "1: handle returns nothing: write return await resolve(event)",
    ),
    (
        SERVER,
        "async def DELETE(event):\n    await event.app.remove(3)",
        "warning: 1: DELETE returns nothing: write return json(…), or return Response(status_code=204)",
    ),
    (
        PAGE,
        "def load(event):\n    x = await event.parent()",
        "2: SyntaxError: 'await' outside async function: write async def",
    ),
    # imports
    (
        SERVER,
        GET + "from lissome import JSONResponse",
        "2: lissome has no JSONResponse: write from lissome import json",
    ),
    (
        SERVER,
        GET + "from lissome import redirct",
        "2: lissome has no redirct: write from lissome import redirect",
    ),
    (SERVER, GET + "from src.lib.db import x", "2: imports begin inside of src: write from lib.db import …"),
    (SERVER, GET + "import src.lib.db as db", "2: imports begin inside of src: write import lib.db"),
    # actions
    (PAGE, "actions = {'a': 'create'}", "1: an action is a function, not 'create': write \"a\": a"),
    (
        PAGE,
        "async def a(event): ...\nactions = {'a': a()}",
        '2: an action is the function, not its result: write "a": a',
    ),
    (
        PAGE,
        "async def a(event): ...\nactions = {'a': a, 'a': a}",
        '2: actions has "a" twice, and only the last one counts: rename one',
    ),
    (
        PAGE,
        "async def a(event): ...\nactions = {'?/a': a}",
        '2: the name of an action has no "?/": write "a", not "?/a"',
    ),
    (
        PAGE,
        "async def a(): ...\nactions = {'a': a}",
        f'1: actions["a"] {CALLED} async def a(event), or annotate a form: a(event, form: MyModel)',
    ),
    (PAGE, "actions = [create]", '1: actions must be a dict literal: write actions = {"default": function}'),
    (
        PAGE,
        "actions = {'default': a, 'b': b}",
        '1: with named actions beside it, "default" can never be called: name it too',
    ),
    # page options
    (PAGE, "ssr = 'false'", "1: the page option ssr is one of True, False, not 'false': write ssr = False"),
    (LAYOUT, "csr = 0", "1: the page option csr is one of True, False, not 0: write csr = False"),
    (
        PAGE,
        "trailing_slash = 'Always'",
        (
            "1: the page option trailing_slash is one of 'never', 'always', 'ignore', not 'Always': write "
            "trailing_slash = 'always'"
        ),
    ),
    (PAGE, "config = [60]", '1: the page option config is a dict, not [60]: write config = {"timeout": 60}'),
    (
        PAGE,
        "ssr = not DEBUG",
        (
            "1: the page option ssr must be a literal, because the build reads it without running the module: write "
            "ssr = True, not ssr = not DEBUG"
        ),
    ),
    (
        PAGE,
        "trailingSlash = 'never'",
        "1: Python spells this page option trailing_slash: write trailing_slash = …",
    ),
    (
        PAGE,
        LOAD + "trailing_slashes = 'never'",
        "2: there is no page option trailing_slashes: write trailing_slash = 'never'",
    ),
    (PAGE, LOAD + "prerendered = True", "2: there is no page option prerendered: write prerender = True"),
    (PAGE, LOAD + "SSR = False", "2: there is no page option SSR: write ssr = False"),
    (LAYOUT, "ssr: False\n" + LOAD, "1: ssr: False sets nothing: write ssr = False"),
    (
        PAGE,
        "if DEBUG:\n    ssr = False",
        f"2: {READS}, so it cannot depend on anything: write ssr = False outside of the block",
    ),
    (PAGE, "from lib.o import ssr\n" + LOAD, f"1: {READS}, so it cannot be imported: write ssr = False"),
    (
        PAGE,
        LOAD + "ssr, csr = False, True",
        "2: the build does not read csr here: write it in a line of its own, csr = False",
        "2: the build does not read ssr here: write it in a line of its own, ssr = False",
    ),
    (
        PAGE,
        "async def load(event):\n    ssr = False\n    return {}",
        "2: ssr is a local variable here, and sets no page option: write it outside of load, at the left margin",
    ),
    (
        HOOKS,
        "csr = False",
        (
            "1: the page option csr has no effect in hooks.server.py: move it to +page.server.py or "
            "+layout.server.py"
        ),
    ),
    (
        SERVER,
        GET + "ssr = False",
        "2: the page option ssr has no effect in +server.py: move it to +page.server.py or +layout.server.py",
    ),
    (SERVER, GET + "config = {'timout': 5}", '2: config has no "timout": write "timeout"'),
    (PAGE, "config = {'runtime': 'edge'}", f'warning: 1: config["runtime"] has no effect; {CONFIG}'),
    (
        PAGE,
        "config = {'timeout': '5s'}",
        (
            "1: config[\"timeout\"] is a number of seconds above 0, or None for no limit, not '5s': write "
            '"timeout": 60'
        ),
    ),
    (PAGE, "prerender = True", f"warning: 1: {NO_PRERENDERING}"),
    (LAYOUT, "prerender: bool = True", f"warning: 1: {NO_PRERENDERING}"),
    (SERVER, GET + "config: dict = {'time_out': 5}", '2: config has no "time_out": write "timeout"'),
    (
        PAGE,
        LOAD + "def entries(): ...",
        "warning: 2: lissome has no prerendering yet, so entries is never read: delete it",
    ),
]

FINE = [
    (PAGE, "from lib.loads import load, actions"),
    (PAGE, "from lib.loads import *"),
    (PAGE, "load = partial(load_page, 'a')"),
    (PAGE, "load = lambda event: {}"),
    (PAGE, "@cached\nasync def load(): ..."),
    (PAGE, "async def load(event, *, limit=10): return {}"),
    (PAGE, "async def load(*args): return {}"),
    (PAGE, "ssr = False\nprerender = False\nconfig = {'timeout': None}"),
    (PAGE, LOAD + "def action(name): ...\ndef actions_of(user): ..."),
    (PAGE, LOAD + "async def default(value): return value"),
    (PAGE, LOAD + "OPTIONS = [('a', 'b')]\nHEAD = 3"),
    (
        PAGE,
        "async def create(event, form: Model): ...\nactions = {'create': create, 'delete': make_delete()}",
    ),
    (PAGE, "def make():\n    async def a(event): ...\n    return a\nactions = {'a': make()}"),
    (PAGE, "class Load(TypedDict):\n    a: int\nasync def load(event) -> Load: return {'a': 1}"),
    (PAGE, "from lib import config\nasync def load(event): return {'a': config.NAME}"),
    (PAGE, "async def load(event):\n    ssr = 'sea surface roughness'\n    return {'ssr': ssr}"),
    (SERVER, GET + "async def get(key): ..."),
    (SERVER, "async def get(event): ...\nGET = get"),
    (SERVER, "async def fallback(event): ..."),
    (SERVER, "def GET(event):\n    refuse(event)\nasync def POST(event):\n    raise Gone()"),
    (SERVER, "from lissome import redirect\ndef GET(event):\n    redirect(303, '/')"),
    (SERVER, GET + "from lissome.cache import Cache\nfrom lissome import testing"),
    (HOOKS, "@timed\ndef handle(event, resolve): ...\n@other\ndef handle(event, resolve): ..."),
    (HOOKS, "async def handle(event, resolve):\n    raise Closed()"),
    (SERVER, "from lib.api import GET, POST"),
    (SERVER, GET + "def put_all(rows): ...\ndef options(event): ...\nPUT = options"),
    (HOOKS, "async def handle(event, resolve): return await resolve(event)\ndef handle_user(user): ..."),
    (HOOKS, "handle = sequence(a, b)\nasync def init():\n    yield State()\ndef reroute(url): ..."),
    (HOOKS, "def handler(signal): ...\nsignal.signal(1, handler)\nasync def timing(event, resolve): ..."),
    (HOOKS, "ssr = compute()\nconfig = {'database': 'x'}\nclass Locals: ..."),
    ("guard.py", "from lib.guards import signed_in as guard"),
    ("guard.py", "async def guard(event): ...\ndef check(user): ..."),
]


def place_of(file: str) -> str:
    return f"src/{file}" if file == HOOKS else f"src/routes/a/{file}"


@pytest.mark.parametrize("row", MISTAKES)
def test_a_mistake(tmp_path: Path, row: tuple[str, ...]) -> None:
    file, source, *messages = row
    place = place_of(file)
    wanted = [
        f"{place}:{message}".replace(f"{place}:{WARNING}", f"{WARNING}{place}:") for message in messages
    ]
    assert said_of(tmp_path, {place: source}) == wanted


@pytest.mark.parametrize(("file", "source"), FINE)
def test_this_is_fine(tmp_path: Path, file: str, source: str) -> None:
    assert said_of(tmp_path, {place_of(file): source}) == []
