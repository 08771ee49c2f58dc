"""The slots that expressions read and statements write, whatever way they are written.

``totals.green``, ``getattr(totals, "green")`` and ``vars(totals)["green"]`` are one slot: the counter
``setattr(totals, name, getattr(totals, name) + 1)`` adds to the value before, as ``totals.green += 1`` does.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from lissome.state_guard.source.functions import header_of, last_name

# (the object, the attribute or key), as source
SlotName = tuple[str, str]

_READING: Final = ("get", "setdefault", "pop", "__getitem__", "__getattribute__")
_READING_FUNCTIONS: Final = ("getattr", "getitem")
_WRITING: Final = ("__setitem__", "__setattr__")
_WRITING_FUNCTIONS: Final = ("setattr", "setitem", "__setattr__", "__setitem__")


def slot_read_by(node: ast.AST) -> SlotName | None:
    """Return the slot that an expression reads, or None."""
    match node:
        case ast.Name(id=name):
            return "", repr(name)
        case ast.Attribute(value=owner, attr=name):
            return _owner(owner), repr(name)
        case ast.Subscript(value=owner, slice=key):
            return _owner(owner), ast.unparse(key)
        case ast.Call(func=ast.Attribute(value=owner, attr=method), args=[key, *_]) if method in _READING:
            return _owner(owner), ast.unparse(key)
        case ast.Call(func=function, args=[owner, key, *_]) if last_name(function) in _READING_FUNCTIONS:
            return _owner(owner), ast.unparse(key)
    return None


def slots_written_by(statement: ast.stmt) -> Iterator[SlotName]:
    """Yield the slots that a statement sets, as far as it names them."""
    for target in [*getattr(statement, "targets", ()), getattr(statement, "target", None)]:
        slot = None if target is None else slot_read_by(target)
        if slot is not None:
            yield slot
    for part in header_of(statement):
        for node in ast.walk(part):
            if isinstance(node, ast.Call):
                yield from _slots_set_by(node)


def values_set_by(call: ast.Call) -> list[ast.expr]:
    """Return the arguments of a call, without those that only say where something is put."""
    name, count = last_name(call.func), len(call.args)
    if name in (*_WRITING, *_WRITING_FUNCTIONS):
        return call.args[-1:] if count > 1 else call.args
    return call.args[1:] if name == "setdefault" else call.args


def _slots_set_by(call: ast.Call) -> Iterator[SlotName]:
    match call:
        case ast.Call(func=function, args=[owner, key, _]) if last_name(function) in _WRITING_FUNCTIONS:
            yield _owner(owner), ast.unparse(key)
        case ast.Call(func=ast.Attribute(value=owner, attr=method), args=[key, _]) if method in _WRITING:
            yield _owner(owner), ast.unparse(key)
        case ast.Call(func=ast.Attribute(value=owner, attr="update"), args=given, keywords=named):
            tables = [one for one in given if isinstance(one, ast.Dict)]
            keys = [ast.unparse(key) for one in tables for key in one.keys if key is not None]
            keys += [repr(one.arg) for one in named if one.arg is not None]
            yield from ((_owner(owner), key) for key in keys)


def _owner(node: ast.expr) -> str:
    """The object, for its dictionary: `totals` for `vars(totals)`, and the module for `globals()`."""
    match node:
        case ast.Call(func=ast.Name(id="vars"), args=[owner]) | ast.Attribute(value=owner, attr="__dict__"):
            return ast.unparse(owner)
        case ast.Call(func=ast.Name(id="globals"), args=[]):
            return ""
    return ast.unparse(node)
