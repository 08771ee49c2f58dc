"""Parameters of loads, handlers and actions that nothing fills. The rules are those that hold at start."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from lissome.build.analyse import METHODS
from lissome.build.mistakes.mistake import Mistake
from lissome.build.mistakes.source_file import Function, SourceFile

QUERY: Final = "lissome.Query"
_OTHER_QUERIES: Final = frozenset({"fastapi.Query", "fastapi.params.Query", "litestar.params.Parameter"})
_BODIES: Final = frozenset({"POST", "PUT", "PATCH", "DELETE", "QUERY"})
# What one text can say, by the dotted name of its type.
_PLAIN: Final = frozenset(
    {"str", "int", "float", "bool", "bytes", "uuid.UUID", "decimal.Decimal", "typing.Literal"}
    | {"datetime.date", "datetime.datetime", "datetime.time", "datetime.timedelta"}
)
_LISTS: Final = frozenset({"list", "set", "tuple", "frozenset", "collections.abc.Sequence"})
_WRAPPERS: Final = frozenset({"typing.Annotated", "typing.Optional"})


def takes_input(name: str) -> bool:
    """True for a function whose parameters lissome fills: ``load``, ``POST``, ``actions["create"]``."""
    return name == "load" or name in METHODS or name.startswith("actions")


def inputs(source: SourceFile) -> Iterator[Mistake]:
    """Find parameters that nothing fills."""
    for name, function in source.handlers.items():
        if takes_input(name) and not source.is_wrapped(function):
            for argument, default in behind_event(function):
                yield from _parameter(source, name, argument, default)


def behind_event(function: Function) -> list[tuple[ast.arg, ast.expr | None]]:
    """Return the parameters that are not the event, with their defaults."""
    given = function.args
    positional = [*given.posonlyargs, *given.args]
    defaults = [*[None] * (len(positional) - len(given.defaults)), *given.defaults]
    by_name = zip(given.kwonlyargs, given.kw_defaults, strict=True)
    return [*list(zip(positional, defaults, strict=True))[1:], *by_name]


def _parameter(
    source: SourceFile, name: str, argument: ast.arg, default: ast.expr | None
) -> Iterator[Mistake]:
    annotation = _parsed(argument.annotation)
    written = "str" if annotation is None else ast.unparse(annotation)
    calls = [] if annotation is None else [one for one in ast.walk(annotation) if isinstance(one, ast.Call)]
    called = {source.names.dotted(one.func) for one in calls}
    if isinstance(default, ast.Call) and source.names.dotted(default.func) in {QUERY, *_OTHER_QUERIES}:
        query = f"Query({', '.join(ast.unparse(one) for one in default.keywords)})"
        right = f"{argument.arg}: Annotated[{written}, {query}]"
        yield source.mistake(argument, f"Query stands in the annotation: write {right}")
    elif called & _OTHER_QUERIES:
        yield source.mistake(argument, "lissome reads its own Query: write from lissome import Query")
    elif QUERY in called:
        return
    elif argument.arg in source.params:
        if _must_be_there(source, argument.arg, annotation, default):
            yield source.mistake(argument, source.params.may_be_missing(argument.arg, written))
    elif annotation is not None and not _is_filled(source, name, annotation, default):
        assigned = "" if default is None else f" = {ast.unparse(default)}"
        yield source.mistake(argument, source.params.unknown(argument.arg, written, assigned))


def _must_be_there(
    source: SourceFile, name: str, annotation: ast.expr | None, default: ast.expr | None
) -> bool:
    is_needed = default is None and annotation is not None and name in source.params.sometimes
    return is_needed and _is_plain(source, annotation) and not _is_optional(annotation)


def _is_filled(source: SourceFile, name: str, annotation: ast.expr, default: ast.expr | None) -> bool:
    """True if a body or a form fills it, or if it may be so: an imported type says nothing here."""
    is_plain = _is_plain(source, annotation)
    if name.startswith("actions"):
        return default is not None or not is_plain
    if name in _BODIES and default is None and _is_list(source, annotation):
        return True
    return not is_plain and not (name not in _BODIES and _is_own_model(source, annotation))


def _parsed(annotation: ast.expr | None) -> ast.expr | None:
    """Return an annotation that may be written as a text."""
    match annotation:
        case ast.Constant(value=str(text)):
            try:
                return ast.parse(text, mode="eval").body
            except SyntaxError:
                return None
    return annotation


def _is_plain(source: SourceFile, annotation: ast.expr | None) -> bool:
    """True if a text, or several, can say what it is."""
    match annotation:
        case ast.Constant(value=None):
            return True
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return _is_plain(source, left) and _is_plain(source, right)
        case ast.Subscript(value=value, slice=inner):
            outer = _dotted(source, value)
            first = inner.elts[0] if isinstance(inner, ast.Tuple) and inner.elts else inner
            return outer in _PLAIN or (outer in {*_LISTS, *_WRAPPERS} and _is_plain(source, first))
        case ast.Name() | ast.Attribute():
            return _dotted(source, annotation) in {*_PLAIN, *_LISTS}
    return False


def _is_list(source: SourceFile, annotation: ast.expr) -> bool:
    outer = annotation.value if isinstance(annotation, ast.Subscript) else annotation
    return _dotted(source, outer) in _LISTS


def _is_optional(annotation: ast.expr | None) -> bool:
    assert annotation is not None
    return "None" in ast.unparse(annotation) or "Optional" in ast.unparse(annotation)


def _is_own_model(source: SourceFile, annotation: ast.expr) -> bool:
    return isinstance(annotation, ast.Name) and annotation.id in source.models


def _dotted(source: SourceFile, node: ast.expr) -> str:
    found = source.names.dotted(node) or ""
    return found.replace("typing_extensions.", "typing.")
