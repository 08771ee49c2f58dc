"""Facts about single statements and calls, by which the instrumentation tells what they write to."""

from __future__ import annotations

import ast
from typing import Any

from lissome.state_guard.source.method_names import BUILTIN_TYPES, EXECUTING, MUTATING, WRITING_FUNCTIONS


def called_name(function: ast.expr) -> str:
    """Return the last name of what is called; an empty text if it has none."""
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def namespaces(call: ast.Call) -> list[ast.expr]:
    """Return the dictionaries of `exec(code, globals, locals)`, as far as they are given."""
    if not isinstance(call.func, ast.Name) or call.func.id not in EXECUTING:
        return []
    named = [one.value for one in call.keywords if one.arg in ("globals", "locals")]
    return [*(one for one in call.args[1:] if not isinstance(one, ast.Starred)), *named]


def reuses_instances(made: ast.ClassDef) -> bool:
    """True if `__init__` of a class may get an instance that existed before, as that of a singleton does."""
    return bool(made.keywords) or any(getattr(one, "name", "") == "__new__" for one in made.body)


def writes_to_first(function: ast.expr) -> bool:
    """True if a call writes to its first argument: `heappush(jobs, job)`, `list.append(jobs, job)`."""
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
        by_type = function.value.id in BUILTIN_TYPES and function.attr in MUTATING
        return by_type or function.attr in WRITING_FUNCTIONS
    return called_name(function) in WRITING_FUNCTIONS


def header_end(statement: ast.stmt) -> int:
    """Return the last line of a statement without its block."""
    body = getattr(statement, "body", None)
    if isinstance(body, list) and body:
        first: int = body[0].lineno
        return max(statement.lineno, first - 1)
    return statement.end_lineno or statement.lineno


def is_increment(node: Any, slot: object) -> bool:
    """True for `hits = hits + 1`."""
    value = getattr(node, "value", None)
    if not isinstance(node, ast.Assign) or not isinstance(value, ast.BinOp):
        return False
    return any(isinstance(part, ast.Name) and part.id == slot for part in ast.walk(value))
