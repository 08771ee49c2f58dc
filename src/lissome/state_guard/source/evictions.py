"""The lines that take something out of a container, and whether they are a bound that is not reached yet."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lissome.state_guard.source.functions import last_name
from lissome.state_guard.source.method_names import MAKING

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef

_FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef)
_ORDERING: Final = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
# What a size or an age is compared with, or is called.
_MEASURE: Final = re.compile(
    r"len\(|size|count|max|limit|capacity|room|full|time|monotonic|now|expir|age|ttl|deadline|until|stale|since|old",
    re.IGNORECASE,
)
# Functions that wait, or that call another one later.
_LATER: Final = frozenset(
    {
        "sleep",
        "wait",
        "wait_for",
        "call_later",
        "call_at",
        "Timer",
        "finalize",
        "add_done_callback",
        "callback",
    }
)
_CONSTRUCTORS: Final = ("__init__", "__new__", "__post_init__", "__setstate__")


@dataclass(frozen=True, slots=True)
class Eviction:
    """A line that takes something out of a container.

    Attributes:
        name: the container, as in `ModuleSource.evicted`.
        line: the first line of the innermost function around it; 0 outside of functions.
        is_bound: True if it waits for a size or a time, or is left to somebody else.
    """

    name: str
    line: int
    is_bound: bool


class EvictionContexts:
    """Knows the functions around the nodes of a module.

    Args:
        tree: the module's tree.
    """

    def __init__(self, tree: ast.Module) -> None:
        self._around: dict[int, list[FunctionNode]] = {}
        self._called: set[int] = set()
        for function in ast.walk(tree):
            if isinstance(function, _FUNCTIONS):
                for node in ast.walk(function):
                    self._around.setdefault(id(node), []).append(function)
            elif isinstance(function, ast.Call):
                self._called.add(id(function.func))

    def eviction(self, name: str, node: ast.AST) -> Eviction:
        """Return the eviction that a node is."""
        around = self._around.get(id(node), [])
        is_passed = isinstance(node, ast.Attribute) and id(node) not in self._called
        is_bound = is_passed or not around or any(map(_is_bound, around))
        return Eviction(name, around[-1].lineno if around else 0, is_bound)


def _is_bound(function: FunctionNode) -> bool:
    """True if a function measures a size or an age, or waits: what it takes out may not be due yet."""
    if function.name.startswith("__") and function.name not in _CONSTRUCTORS:
        return True  # Python calls it
    for node in ast.walk(function):
        is_ordering = isinstance(node, ast.Compare) and any(isinstance(one, _ORDERING) for one in node.ops)
        if is_ordering and _MEASURE.search(ast.unparse(node)):
            return True
        if isinstance(node, ast.Call) and last_name(node.func) in _LATER:
            return True
    return False


def emptied_by_binding(function: FunctionNode) -> Iterator[ast.expr]:
    """Yield what a function binds to a new empty container, unless it was not bound before.

    So a cache of two generations is emptied: ``self.old, self.young = self.young, {}``.
    """
    if function.name in _CONSTRUCTORS:
        return
    first = dict(_conditions_of_first_bindings(function))
    outer = {
        name for one in ast.walk(function) if isinstance(one, ast.Global | ast.Nonlocal) for name in one.names
    }
    pairs = [
        pair
        for node in ast.walk(function)
        if isinstance(node, ast.Assign)
        for pair in _pairs(node)
        if not _names(first.get(id(node), ""), pair[0])
    ]
    emptied = [target for target, value in pairs if _is_new_and_empty(value) and _is_outer(target, outer)]
    yield from emptied
    names = {ast.unparse(one) for one in emptied}
    yield from (target for target, value in pairs if ast.unparse(value) in names and _is_outer(target, outer))


def _pairs(node: ast.Assign) -> Iterator[tuple[ast.expr, ast.expr]]:
    for target in node.targets:
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            yield from zip(target.elts, node.value.elts, strict=False)
        else:
            yield target, node.value


def _is_outer(target: ast.expr, outer: set[str]) -> bool:
    return isinstance(target, ast.Attribute) or (isinstance(target, ast.Name) and target.id in outer)


def _is_new_and_empty(value: ast.expr) -> bool:
    match value:
        case ast.Dict(keys=[]) | ast.List(elts=[]) | ast.Tuple(elts=[]):
            return True
        case ast.Call(func=ast.Call(func=ast.Name(id="type")), args=[], keywords=[]):
            return True
        case ast.Call(func=function, args=[], keywords=[]):
            return last_name(function) in MAKING
    return False


def _conditions_of_first_bindings(function: FunctionNode) -> Iterator[tuple[int, str]]:
    """The nodes under ``if self.cache is None:`` and ``if not hasattr(…)``, by id, with the condition."""
    for node in ast.walk(function):
        if isinstance(node, ast.If) and _asks_for_absence(node.test):
            for one in node.body:
                yield from ((id(inner), ast.unparse(node.test)) for inner in ast.walk(one))


def _names(condition: str, target: ast.expr) -> bool:
    return re.search(rf"\b{re.escape(last_name(target))}\b", condition) is not None


def _asks_for_absence(test: ast.expr) -> bool:
    return any(
        (isinstance(node, ast.Constant) and node.value is None)
        or (isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not))
        for node in ast.walk(test)
    )
