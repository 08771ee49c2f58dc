"""The source of the value that a line writes: whether it is made of a request's data."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from lissome.state_guard.source.functions import FunctionSource, Occurrence, header_of, last_name
from lissome.state_guard.source.request_flow import DataSource, RequestFlow
from lissome.state_guard.source.slot_names import slot_read_by, slots_written_by, values_set_by

_DISPLAYS = (ast.Dict, ast.Set, ast.List, ast.Tuple, ast.DictComp, ast.SetComp, ast.ListComp)
_COMPUTING = (ast.BinOp, ast.UnaryOp, ast.Call, ast.JoinedStr)
_ORDERING = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)


@dataclass(frozen=True, slots=True)
class Derivation:
    """The source of a written value.

    Attributes:
        data: what it is made of.
        choice: what decides which of some constants it is, in the function that writes it.
        circumstance: what decides that in the functions that call this one.
        accumulates: True if it is made of the value before, or compared with it: a counter, a maximum.
        keeps_before: True if the slot keeps the value that it may have had.
        keys: the keys that the statement writes to, as Python writes them.
    """

    data: DataSource
    choice: DataSource = DataSource.APP
    circumstance: DataSource = DataSource.APP
    accumulates: bool = False
    keeps_before: bool = False
    keys: frozenset[str] = frozenset()

    @property
    def source(self) -> DataSource:
        """The source, as far as the writing function decides it."""
        return max(self.data, self.choice)


UNKNOWN = Derivation(DataSource.ASKED)


def derivation_of(flow: RequestFlow, module: str, lines: tuple[int, int], slot: object) -> Derivation:
    """Return where the value comes from that a statement writes.

    Args:
        flow: knows all modules.
        module: the module's name.
        lines: the first and the last line of the statement.
        slot: the attribute, variable or constant key that it sets; None if the code does not name it.
    """
    found = _statement_at(flow, module, lines)
    if found is None:
        return UNKNOWN
    values = list(_written_values(found.node, slot))
    data = max((flow.of_expression(one, found.function) for one in values), default=DataSource.ASKED)
    choice = circumstance = DataSource.APP
    if values and all(_is_constant(one, found.function) for one in values):
        choice = _most_of_conditions(flow, found)
        circumstance = flow.of_callers(found.function)
    return Derivation(
        *(data, choice, circumstance, _accumulates(found, values)),
        keeps_before=_keeps_before(found.node, values),
        keys=frozenset(_keys(found.node)),
    )


def function_at(flow: RequestFlow, module: str, lines: tuple[int, int]) -> FunctionSource | None:
    """Return the function that a statement is in."""
    found = _statement_at(flow, module, lines)
    return None if found is None else found.function


def _most_of_conditions(flow: RequestFlow, found: Occurrence) -> DataSource:
    sources = (flow.of_expression(one, found.function) for one in found.conditions)
    return max(sources, default=DataSource.APP)


def _statement_at(flow: RequestFlow, module: str, lines: tuple[int, int]) -> Occurrence | None:
    """The innermost statement that begins there."""
    found = None
    for one in flow.code.statements(module):
        if one.node.lineno == lines[0]:
            found = one
    return found


def _written_values(statement: ast.stmt, slot: object) -> Iterator[ast.expr]:
    """The expressions of which a statement makes what it writes."""
    match statement:
        case ast.Assign(targets=targets, value=value):
            yield from _value_for(targets, value, slot)
        case ast.AnnAssign(value=ast.expr() as value) | ast.AugAssign(value=value):
            yield value
        case ast.For(iter=value) | ast.AsyncFor(iter=value):
            yield value
        case ast.Match(subject=value):
            yield value
        case ast.With(items=items) | ast.AsyncWith(items=items):
            yield from (one.context_expr for one in items)
        case _:
            for part in header_of(statement):
                yield from _values_in_calls(part, slot)


def _value_for(targets: list[ast.expr], value: ast.expr, slot: object) -> Iterator[ast.expr]:
    for target in targets:
        parts = target.elts if isinstance(target, ast.Tuple) else []
        if isinstance(value, ast.Tuple) and len(value.elts) == len(parts):
            named = [one for one, part in zip(value.elts, parts, strict=True) if _names(part, slot)]
            if named:
                yield from named
                return
    yield value


def _values_in_calls(part: ast.AST, slot: object) -> Iterator[ast.expr]:
    """The arguments of the calls in an expression, without those that only say where something is put."""
    for node in ast.walk(part):
        if isinstance(node, ast.NamedExpr):
            yield node.value
        if isinstance(node, ast.Call):
            yield from values_set_by(node)
            yield from (one.value for one in node.keywords if slot in (None, one.arg))


def _is_constant(value: ast.expr, function: FunctionSource | None) -> bool:
    """True for a literal, and for a name of something that is not made for the occasion."""
    while isinstance(value, ast.Attribute):
        value = value.value
    if isinstance(value, ast.Name):
        return function is None or not function.knows(value.id)
    return isinstance(value, ast.Constant)


def _accumulates(found: Occurrence, values: list[ast.expr]) -> bool:
    if isinstance(found.node, ast.AugAssign):
        return not isinstance(found.node.value, _DISPLAYS)
    targets = set(slots_written_by(found.node))
    computing = [
        node
        for value in values
        for node in _with_locals(value, found.function)
        if _is_ordering(node) or (isinstance(node, _COMPUTING) and slot_read_by(node) is None)
    ]  # `limit or other` keeps the value before, and so does `state.get("limit") or other`
    read = [inner for node in computing for inner in _with_locals(node, found.function)]
    compared = [
        node
        for condition in found.conditions
        for comparison in ast.walk(condition)
        if _is_ordering(comparison)
        for node in ast.walk(comparison)
    ]
    return any(slot_read_by(node) in targets for node in [*read, *compared])


def _is_ordering(node: ast.AST) -> bool:
    return isinstance(node, ast.Compare) and any(isinstance(one, _ORDERING) for one in node.ops)


def _keys(statement: ast.stmt) -> Iterator[str]:
    """The keys that a statement writes to, as far as it names them."""
    targets = [*getattr(statement, "targets", ()), getattr(statement, "target", None)]
    for node in (inner for one in targets if one is not None for inner in ast.walk(one)):
        if isinstance(node, ast.Subscript):
            yield ast.unparse(node.slice)
    for node in (inner for part in header_of(statement) for inner in ast.walk(part)):
        if isinstance(node, ast.Call):
            yield from map(ast.unparse, node.args[:2])  # setdefault(key, …), setitem(object, key, …)
            yield from (repr(one.arg) for one in node.keywords)
        elif isinstance(node, ast.Dict) and _is_call(statement):
            yield from (ast.unparse(one) for one in node.keys if one is not None)


def _is_call(statement: ast.stmt) -> bool:
    """True for `state.update({…})`, and for `state |= {…}`."""
    return isinstance(statement, ast.Expr | ast.AugAssign)


def _keeps_before(statement: ast.stmt, values: list[ast.expr]) -> bool:
    """True for `limit = limit or other`, and for `state.setdefault(key, value)`."""
    targets = set(slots_written_by(statement))
    if any(slot_read_by(one) in targets for value in values for one in ast.iter_child_nodes(value)):
        return True
    calls = [one for part in header_of(statement) for one in ast.walk(part) if isinstance(one, ast.Call)]
    return any(last_name(one.func) == "setdefault" for one in calls)


def _with_locals(value: ast.AST, function: FunctionSource | None) -> Iterator[ast.AST]:
    """The nodes of an expression, and of what is assigned to the local variables in it."""
    for node in ast.walk(value):
        yield node
        if function is not None and isinstance(node, ast.Name):
            for one in function.assigned.get(node.id, ()):
                yield from ast.walk(one)


def _names(node: ast.AST, slot: object) -> bool:
    """True if an expression names the slot."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name == slot
        case ast.Subscript(slice=ast.Constant(value=key)):
            return slot is not None and key == slot
    return False
