"""Control flow that does not do what it says.

`fail(…)` that nobody returns, `redirect()` that rolls a transaction back, `except` that swallows it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from lissome.build.mistakes.mistake import Mistake
from lissome.build.mistakes.names import NameScope, names_read, own_nodes
from lissome.build.mistakes.source_file import Function, SourceFile

# Methods and functions whose `with` block is a transaction, in SQLAlchemy, asyncpg, psycopg, Django, peewee,
# Tortoise and Prisma.
_TRANSACTIONS: Final = frozenset(
    {
        "begin",
        "begin_nested",
        "transaction",
        "atomic",
        "in_transaction",
        "start_transaction",
        "savepoint",
        "tx",
    }
)
# The same by their whole names: the block of a connection is a transaction in these.
_CONNECTIONS: Final = frozenset(
    {
        *(
            "sqlite3.connect",
            "psycopg.connect",
            "psycopg.Connection.connect",
            "psycopg.AsyncConnection.connect",
        ),
        "pony.orm.db_session",
    }
)
# What these call a transaction is a measurement.
_TRACING: Final = frozenset({"sentry_sdk", "elasticapm", "newrelic", "opentelemetry", "ddtrace", "scout_apm"})
_RAISING: Final = frozenset({"lissome.redirect", "lissome.error"})
_RAISED: Final = frozenset({"lissome.Redirect", "lissome.HttpError"})
# What is given back by returning it; the call alone has no effect.
_RETURNED: Final = frozenset(
    {"lissome.fail", "lissome.Redirect", "lissome.json", "lissome.text", "lissome.Response"}
)
_CATCH_ALL: Final = frozenset({"BaseException", "builtins.BaseException"})


@dataclass(frozen=True, slots=True)
class _Place:
    """The place of a statement.

    Attributes:
        transaction: the text of the transaction's expression, if it is in the block of one.
        swallower: what catches everything that is raised here, and its line.
    """

    scope: NameScope
    transaction: str = ""
    swallower: tuple[str, int] | None = None


def control_flow(source: SourceFile) -> Iterator[Mistake]:
    """Find the mistakes in a module."""
    yield from _block(source, source.tree.body, _Place(source.names))


def _block(source: SourceFile, body: list[ast.stmt], place: _Place) -> Iterator[Mistake]:
    for statement in body:
        yield from _statement(source, statement, place)
        if place.transaction and _is_commit(statement):
            place = replace(place, transaction="")


def _statement(source: SourceFile, statement: ast.stmt, place: _Place) -> Iterator[Mistake]:
    match statement:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            yield from _function(source, statement, place.scope)
        case ast.ClassDef(body=body):
            yield from _block(source, body, _Place(place.scope))
        case ast.With(items=items, body=body) | ast.AsyncWith(items=items, body=body):
            yield from _expressions(source, statement, place)
            yield from _block(source, body, _with_items(items, place))
        case ast.Try() | ast.TryStar():
            yield from _try(source, statement, place)
        case _:
            yield from _expressions(source, statement, place)
            for body in _bodies(statement):
                yield from _block(source, body, place)


def _function(source: SourceFile, function: Function, around: NameScope) -> Iterator[Mistake]:
    scope = around.inside(function)
    transaction = next(
        (ast.unparse(one) for one in function.decorator_list if _is_transaction(one, around)), ""
    )
    yield from _block(source, function.body, _Place(scope, f"@{transaction}" if transaction else ""))
    yield from _unused_failures(source, function, scope)


def _try(source: SourceFile, statement: ast.Try | ast.TryStar, place: _Place) -> Iterator[Mistake]:
    swallower = _swallower(statement, place.scope) or place.swallower
    inner = replace(place, swallower=None if _names_own(statement, place.scope) else swallower)
    yield from _block(source, statement.body, inner)
    for body in (*(handler.body for handler in statement.handlers), statement.orelse):
        yield from _block(source, body, replace(place, swallower=_final_return(statement) or place.swallower))
    yield from _block(source, statement.finalbody, place)


def _expressions(source: SourceFile, statement: ast.stmt, place: _Place) -> Iterator[Mistake]:
    """Look at the calls in a statement, without the statements inside it."""
    yield from _discarded(source, statement, place.scope)
    for node in _own_expressions(statement):
        if isinstance(node, ast.Call):
            meaning = place.scope.dotted(node.func)
            if meaning in _RAISING:
                yield from _raising(source, node, meaning.rpartition(".")[2], place)


def _raising(source: SourceFile, call: ast.Call, name: str, place: _Place) -> Iterator[Mistake]:
    if place.swallower:
        what, line = place.swallower
        advice = "move the call behind the try block, or raise it again there: `raise`"
        yield source.mistake(
            call, f"{name}() raises, and {what} in line {line} swallows that, so nothing happens: {advice}"
        )
    if name == "redirect" and place.transaction:
        yield source.warning(
            call,
            f"redirect() raises, so the transaction of `{place.transaction}` is rolled back: write "
            "`return Redirect(303, …)` in the block, which commits, or call redirect() after the block",
        )


def _discarded(source: SourceFile, statement: ast.stmt, scope: NameScope) -> Iterator[Mistake]:
    match statement:
        case ast.Expr(value=ast.Call() as call) | ast.Raise(exc=ast.Call() as call):
            meaning = scope.dotted(call.func)
            if meaning in _RETURNED and not (
                isinstance(statement, ast.Raise) and meaning == "lissome.Redirect"
            ):
                name = meaning.rpartition(".")[2]
                how = "called" if isinstance(statement, ast.Expr) else "raised"
                yield source.mistake(
                    statement, f"{name}() is returned, not {how}: write return {_call_text(call)}"
                )
        case (
            ast.Expr(value=(ast.Name() | ast.Attribute()) as value)
            | ast.Return(value=(ast.Name() | ast.Attribute()) as value)
            | ast.Raise(exc=(ast.Name() | ast.Attribute()) as value)
        ):
            meaning = scope.dotted(value)
            if meaning in _RAISING or meaning == "lissome.fail":
                yield source.mistake(statement, _not_called(meaning.rpartition(".")[2]))


def _not_called(name: str) -> str:
    example = {
        "redirect": 'redirect(303, "/")',
        "error": 'error(404, "Not found")',
        "fail": 'return fail(400, {"message": "…"})',
    }[name]
    return f"{name} is not called here, so it does nothing: write {example}"


def _unused_failures(source: SourceFile, function: Function, scope: NameScope) -> Iterator[Mistake]:
    """`result = fail(…)` that nothing reads."""
    read = names_read(function)
    for node in own_nodes(function.body):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as call) if name not in read:
                if scope.dotted(call.func) == "lissome.fail":
                    message = (
                        f"{name} is never used, so this fail() has no effect: write return {_call_text(call)}"
                    )
                    yield source.mistake(node, message)


def _with_items(items: list[ast.withitem], place: _Place) -> _Place:
    for item in items:
        if _is_transaction(item.context_expr, place.scope):
            place = replace(place, transaction=ast.unparse(item.context_expr))
        elif _suppresses_all(item.context_expr, place.scope):
            place = replace(
                place, swallower=(f"`{ast.unparse(item.context_expr)}`", item.context_expr.lineno)
            )
        elif _expects(item.context_expr):
            place = _Place(place.scope)
    return place


def _is_transaction(node: ast.expr, scope: NameScope) -> bool:
    if isinstance(node, ast.Await):
        node = node.value
    call = node.func if isinstance(node, ast.Call) else node
    if scope.dotted(call) in _CONNECTIONS:
        return True
    name = call.attr if isinstance(call, ast.Attribute) else call.id if isinstance(call, ast.Name) else ""
    if name not in _TRANSACTIONS or (name in {"begin", "tx"} and not isinstance(call, ast.Attribute)):
        return False
    if isinstance(node, ast.Call):
        texts = [*node.args[:1], *(word.value for word in node.keywords if word.arg in {"op", "name"})]
        if any(isinstance(text, ast.Constant) and isinstance(text.value, str) for text in texts):
            return False  # a name: a measurement
    meaning = scope.dotted(call) or ""
    return meaning.partition(".")[0] not in _TRACING


def _suppresses_all(node: ast.expr, scope: NameScope) -> bool:
    match node:
        case ast.Call(func=func, args=args) if scope.dotted(func) == "contextlib.suppress":
            return any(scope.dotted(argument) in _CATCH_ALL for argument in args)
    return False


def _expects(node: ast.expr) -> bool:
    """True for ``pytest.raises(…)`` and ``assertRaises``, in whose block a call is meant to raise."""
    match node:
        case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name)):
            return name in {"raises", "assertRaises", "assertRaisesRegex"}
    return False


def _swallower(statement: ast.Try | ast.TryStar, scope: NameScope) -> tuple[str, int] | None:
    """Return what keeps an exception of the `try` block from leaving it, with its line; None for nothing."""
    for handler in statement.handlers:
        if handler.type is None or _catches(handler.type, scope, _CATCH_ALL):
            if any(isinstance(node, ast.Raise) for node in own_nodes(handler.body)):
                return None
            text = "except" if handler.type is None else f"except {ast.unparse(handler.type)}"
            return f"`{text}:`", handler.lineno
    return _final_return(statement)


def _names_own(statement: ast.Try | ast.TryStar, scope: NameScope) -> bool:
    """True if the author has thought of what `redirect()` and `error()` raise."""
    return any(_catches(handler.type, scope, _RAISED) for handler in statement.handlers)


def _final_return(statement: ast.Try | ast.TryStar) -> tuple[str, int] | None:
    for node in own_nodes(statement.finalbody):
        if isinstance(node, ast.Return):
            return "`return` below `finally:`", node.lineno
    return None


def _catches(node: ast.expr | None, scope: NameScope, names: frozenset[str]) -> bool:
    types = node.elts if isinstance(node, ast.Tuple) else [] if node is None else [node]
    return any(scope.dotted(one) in names for one in types)


def _is_commit(statement: ast.stmt) -> bool:
    match statement:
        case ast.Expr(value=ast.Await(value=ast.Call(func=ast.Attribute(attr="commit")))):
            return True
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr="commit"))):
            return True
    return False


def _bodies(statement: ast.stmt) -> Iterator[list[ast.stmt]]:
    for name in ("body", "orelse"):
        body = getattr(statement, name, [])
        if isinstance(body, list):
            yield body
    for case in getattr(statement, "cases", []):
        yield case.body


def _own_expressions(statement: ast.stmt) -> Iterator[ast.AST]:
    """Yield the expressions of a statement, without those of statements and lambdas inside it."""
    waiting: list[ast.AST] = [
        node for node in ast.iter_child_nodes(statement) if not isinstance(node, (ast.stmt, ast.match_case))
    ]
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, ast.Lambda):
            waiting.extend(ast.iter_child_nodes(node))


def _call_text(call: ast.Call) -> str:
    text = ast.unparse(call)
    return text if len(text) <= 60 else f"{ast.unparse(call.func)}(…)"
