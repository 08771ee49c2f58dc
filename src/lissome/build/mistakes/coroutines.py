"""Coroutines that nobody awaits, calls that block the event loop, and members that an event does not have."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from difflib import get_close_matches
from types import MappingProxyType
from typing import Final

from lissome.build.mistakes.mistake import Mistake
from lissome.build.mistakes.names import EVENT, RESOLVE, NameScope, own_nodes
from lissome.build.mistakes.source_file import Function, SourceFile

_AWAITED: Final = frozenset(
    {
        *(f"{EVENT}.{name}" for name in ("fetch", "parent", "enter", "once")),
        *(f"{EVENT}.request.{name}" for name in ("form", "json", "body")),
        RESOLVE,
    }
)
# What is done when it returns.
_AT_ONCE: Final = frozenset(
    {
        *(f"{EVENT}.{name}" for name in ("set_headers", "get_client_address", "defer", "depends")),
        *(f"{EVENT}.cookies.{name}" for name in ("get", "set", "delete", "get_all", "serialize")),
        *("lissome.fail", "lissome.json", "lissome.text"),
    }
)
_MAPPING: Final = frozenset({"get", "items", "keys", "values", "copy"})
# Builtins that read what they are given, and cannot read a coroutine.
_READERS: Final = frozenset(
    {
        "dict",
        "list",
        "tuple",
        "set",
        "len",
        "sorted",
        "str",
        "int",
        "float",
        "bool",
        "sum",
        "min",
        "max",
        "iter",
    }
)

# What a coroutine has itself.
_COROUTINE: Final = frozenset({"close", "send", "throw", "cancel", "add_done_callback"})

_FETCH: Final = "await event.fetch(…)"
_THREAD: Final = "await asyncio.to_thread(…)"
# Calls that block, with what to write instead.
_BLOCKING: Final = MappingProxyType(
    {
        "time.sleep": "await asyncio.sleep(…)",
        "os.system": "await asyncio.create_subprocess_shell(…)",
        "os.popen": "await asyncio.create_subprocess_shell(…)",
        "urllib.request.urlopen": _FETCH,
        "urllib.request.urlretrieve": _THREAD,
        "input": "nothing: a server has no keyboard",
        "smtplib.SMTP": _THREAD,
        "smtplib.SMTP_SSL": _THREAD,
        "socket.create_connection": "await asyncio.open_connection(…)",
        "socket.getaddrinfo": "await asyncio.get_running_loop().getaddrinfo(…)",
        "socket.gethostbyname": "await asyncio.get_running_loop().getaddrinfo(…)",
        "psycopg.connect": "await psycopg.AsyncConnection.connect(…)",
        "psycopg2.connect": _THREAD,
        "pymysql.connect": _THREAD,
        "MySQLdb.connect": _THREAD,
        "mysql.connector.connect": _THREAD,
    }
    | {
        f"{package}.{name}": _FETCH
        for package in ("requests", "httpx")
        for name in ("get", "post", "put", "patch", "delete", "head", "options", "request", "stream")
    }
    | {"requests.Session": _FETCH, "requests.session": _FETCH, "httpx.Client": "httpx.AsyncClient(…)"}
    | {
        f"subprocess.{name}": "await asyncio.create_subprocess_exec(…)"
        for name in ("run", "call", "check_call", "check_output", "getoutput", "getstatusoutput")
    }
)
# Calls that need a thread without an event loop.
_LOOPS: Final = frozenset({"asyncio.run", "asyncio.Runner", "anyio.run", "uvloop.run", "trio.run"})
_RUNS: Final = frozenset({"run_until_complete", "run_forever"})

# The members of an event and of its request and URL, for misspelled ones. A test holds them to the classes.
EVENT_MEMBERS: Final = (
    *("request", "url", "params", "route", "cookies", "locals", "app", "is_data_request", "is_sub_request"),
    *("is_remote_request", "platform", "label", "has_ended", "enter", "defer", "spawn", "once"),
    *("get_client_address", "set_headers", "fetch", "parent", "depends", "untrack"),
)
# What SvelteKit's and other frameworks' events have, with what to write instead.
_ELSEWHERE: Final = MappingProxyType(
    {
        "query": "event.url.search_params",
        "searchParams": "event.url.search_params",
        "search_params": "event.url.search_params",
        "pathname": "event.url.pathname",
        "path": "event.url.pathname",
        "headers": "event.request.headers",
        "method": "event.request.method",
        "body": "await event.request.body()",
        "form": "await event.request.form()",
        "json": "await event.request.json()",
        "form_data": "await event.request.form()",
        "formData": "await event.request.form()",
        "session": "event.locals",
        "user": "event.locals.user",
        "state": "event.locals",
        "client": "event.get_client_address()",
        "tracing": "nothing: lissome has no tracing yet",
    }
)
_REQUEST: Final = MappingProxyType(
    {
        "formData": "await event.request.form()",
        "form_data": "await event.request.form()",
        "text": "(await event.request.body()).decode()",
        "arrayBuffer": "await event.request.body()",
        "bytes": "await event.request.body()",
        "GET": "event.url.search_params",
        "POST": "await event.request.form()",
        "args": "event.url.search_params",
        "get_json": "await event.request.json()",
    }
)
_URL: Final = MappingProxyType(
    {"searchParams": "event.url.search_params", "query": "event.url.search", "path": "event.url.pathname"}
)


def coroutines(source: SourceFile) -> Iterator[Mistake]:
    """Find the mistakes in the functions of a module."""
    for function, scope in source.scopes:
        yield from _not_awaited(source, function, scope)
        yield from _wrong_members(source, function, scope)
        if source.kind and (isinstance(function, ast.AsyncFunctionDef) or _is_handler(source, function)):
            yield from _blocking(source, function, scope)


def _is_handler(source: SourceFile, function: Function) -> bool:
    """True if lissome calls a plain function on the event loop."""
    return function in source.handlers.values()


def _not_awaited(source: SourceFile, function: Function, scope: NameScope) -> Iterator[Mistake]:
    parents = {child: node for node in own_nodes(function.body) for child in ast.iter_child_nodes(node)}
    for node in own_nodes(function.body):
        if isinstance(node, ast.Call) and scope.dotted(node.func) in _AWAITED:
            parent = parents[node]
            if _reads(parent, node, scope) or _is_read_later(parent, function, parents, scope):
                yield source.mistake(node, _await_it(node, function))


def _await_it(call: ast.Call, function: Function) -> str:
    text = ast.unparse(call)
    text = text if len(text) <= 60 else f"{ast.unparse(call.func)}(…)"
    how = f"write await {text}"
    if isinstance(function, ast.FunctionDef):
        how = f"make it `async def {function.name}` and {how}"
    return f"{text} is a coroutine, and nothing awaits it: {how}"


def _reads(parent: ast.AST, node: ast.expr, scope: NameScope) -> bool:  # noqa: PLR0911 - a table
    """True if the node's parent uses the value itself, which a coroutine has not yet."""
    match parent:
        case ast.Expr() | ast.BinOp() | ast.BoolOp() | ast.Compare() | ast.UnaryOp() | ast.FormattedValue():
            return True
        case ast.If(test=test) | ast.While(test=test) | ast.IfExp(test=test):
            return test is node
        case ast.Attribute(attr=name):
            return name not in _COROUTINE
        case ast.Subscript(value=value):
            return value is node
        case ast.For(iter=read) | ast.comprehension(iter=read):
            return read is node
        case ast.keyword(arg=None):
            return True
        case ast.Dict(keys=keys, values=values):
            return any(key is None and value is node for key, value in zip(keys, values, strict=True))
        case ast.Call(func=func, args=args):
            return node in args and scope.dotted(func) in _READERS
    return False


def _is_read_later(
    parent: ast.AST, function: Function, parents: dict[ast.AST, ast.AST], scope: NameScope
) -> bool:
    """True if the coroutine gets a name, and all that follows takes that for the value."""
    match parent:
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            named = [node for node in ast.walk(function) if isinstance(node, ast.Name) and node.id == name]
            reads = [node for node in named if isinstance(node.ctx, ast.Load)]
            if len(named) - len(reads) != 1 or not reads:
                return False
            return all(node in parents and _reads(parents[node], node, scope) for node in reads)
    return False


def _blocking(source: SourceFile, function: Function, scope: NameScope) -> Iterator[Mistake]:
    for node in own_nodes(function.body):
        if not isinstance(node, ast.Call):
            continue
        name = scope.dotted(node.func) or ""
        if name in _BLOCKING:
            yield source.warning(node, _blocks(name, _BLOCKING[name], function))
        elif name in _LOOPS or (isinstance(node.func, ast.Attribute) and node.func.attr in _RUNS):
            name = name or ast.unparse(node.func)
            yield source.mistake(
                node,
                f"{name}() fails here, because an event loop runs already: write await …, without {name}()",
            )


def _blocks(name: str, instead: str, function: Function) -> str:
    how = f"write {instead}"
    if isinstance(function, ast.FunctionDef) and instead.startswith("await"):
        how = f"make it `async def {function.name}` and {how}"
    if instead != _THREAD and not instead.startswith("nothing"):
        how += f", or {_THREAD}"
    return f"{name}() blocks the event loop, and so every other request of this worker: {how}"


def _wrong_members(source: SourceFile, function: Function, scope: NameScope) -> Iterator[Mistake]:
    for node in own_nodes(function.body):
        yield from _wrong_access(source, node, scope)
        if not isinstance(node, ast.Attribute):
            continue
        owner = scope.dotted(node.value)
        advice = None
        if owner == EVENT and node.attr not in EVENT_MEMBERS and not node.attr.startswith("_"):
            advice = _ELSEWHERE.get(node.attr) or _near(node.attr)
        elif owner == f"{EVENT}.request":
            advice = _REQUEST.get(node.attr)
        elif owner == f"{EVENT}.url":
            advice = _URL.get(node.attr)
        if advice:
            text = ast.unparse(node)
            yield source.mistake(node, f"there is no {text}: write {advice}")


def _wrong_access(source: SourceFile, node: ast.AST, scope: NameScope) -> Iterator[Mistake]:
    """A key where there is an attribute, the other way round, and `await` where there is nothing to await."""
    match node:
        case ast.Attribute(value=owner, attr=name) if (
            scope.dotted(owner) == f"{EVENT}.params" and name not in _MAPPING
        ):
            text = ast.unparse(owner)
            yield source.mistake(node, f'{text} is a mapping: write {text}["{name}"]')
        case ast.Subscript(value=owner, slice=ast.Constant(value=str(key))) if scope.dotted(owner) == EVENT:
            text = ast.unparse(owner)
            yield source.mistake(node, f"{text} is an object: write {text}.{key}")
        case ast.Await(value=(ast.Attribute() | ast.Name()) as value) if scope.dotted(value) in _AWAITED:
            text = ast.unparse(value)
            yield source.mistake(node, f"{text} is not called here: write await {text}(…)")
        case ast.Await(value=ast.Call(func=func)) if scope.dotted(func) in _AT_ONCE:
            yield source.mistake(node, f"{ast.unparse(func)}() is no coroutine: write it without await")


def _near(name: str) -> str | None:
    snake = "".join(f"_{char.lower()}" if char.isupper() else char for char in name)
    close = get_close_matches(snake, EVENT_MEMBERS, n=1, cutoff=0.75)
    return f"event.{close[0]}" if close else None
