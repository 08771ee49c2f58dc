"""The names in functions and modules, as far as the instrumentation has to know them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lissome.state_guard.source.method_names import MAKING

_CONSTRUCTORS = ("__init__", "__new__", "__post_init__", "__set_name__")
_NESTED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
_DISPLAYS = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)


@dataclass(slots=True)
class FunctionScope:
    """The names of a function.

    Attributes:
        outer_names: those declared ``global`` or ``nonlocal``.
        fresh: local variables that are only ever assigned new containers.
        own: parameters, and all names that are assigned.
        receiver: the first parameter, usually ``self``.
        is_constructor: True if the function makes its receiver, to which no other code has a reference yet.
        outer: the function around it.
    """

    outer_names: set[str] = field(default_factory=set)
    fresh: set[str] = field(default_factory=set)
    own: set[str] = field(default_factory=set)
    receiver: str | None = None
    is_constructor: bool = False
    outer: FunctionScope | None = None

    @classmethod
    def of(
        cls, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda, outer: FunctionScope | None
    ) -> FunctionScope:
        """Return the scope of a function."""
        arguments = node.args
        named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        extra = [one for one in (arguments.vararg, arguments.kwarg) if one is not None]
        parameters = {one.arg for one in [*named, *extra]}
        body: list[Any] = [node.body] if isinstance(node, ast.Lambda) else node.body
        outer_names, assigned, fresh = _assignments(body)
        return cls(
            outer_names=outer_names,
            fresh=fresh - parameters - outer_names,
            own=(parameters | assigned) - outer_names,
            receiver=named[0].arg if named else None,
            is_constructor=getattr(node, "name", "") in _CONSTRUCTORS,
            outer=outer,
        )

    def knows(self, name: str) -> bool:
        """True for a variable of this function, or of one around it."""
        return name in self.own or (self.outer is not None and self.outer.knows(name))


@dataclass(frozen=True, slots=True)
class ModuleNames:
    """The names of a module's top level.

    Attributes:
        assigned: names of variables.
        modules: names that stand for modules.
        imported: names that are imported from modules.
        all: all names.
    """

    assigned: frozenset[str]
    modules: frozenset[str]
    imported: frozenset[str]
    all: frozenset[str]


def variables_of(tree: ast.Module) -> ModuleNames:
    """Return the names that a module's top level binds."""
    assigned: set[str] = set()
    others: set[str] = set()
    modules: set[str] = set()
    imported: set[str] = set()
    for statement in tree.body:
        names = set(names_bound_by(statement))
        if isinstance(statement, ast.Import):
            modules |= names
        if isinstance(statement, ast.ImportFrom):
            imported |= names
        if isinstance(statement, (ast.Import, ast.ImportFrom, *_NESTED)):
            others |= names
        else:
            assigned |= names
    return ModuleNames(
        *(frozenset(assigned), frozenset(modules), frozenset(imported), frozenset(assigned | others))
    )


def names_bound_by(statement: ast.stmt) -> Iterator[str]:
    """Yield the variables that a statement binds, without those in its blocks."""
    match statement:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
            for alias in aliases:
                yield alias.asname or alias.name.partition(".")[0]
        case _:
            for part in _header(statement):
                yield from _stored(part)


def _header(statement: ast.stmt) -> Iterator[ast.AST]:
    """The parts of a statement that are not blocks."""
    for name, value in ast.iter_fields(statement):
        if name in ("body", "orelse", "finalbody", "handlers", "cases"):
            continue
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, ast.AST):
                yield part


def _stored(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Name):
        if not isinstance(node.ctx, ast.Load):
            yield node.id
    elif not isinstance(node, _NESTED):
        for part in ast.iter_child_nodes(node):
            yield from _stored(part)


def _assignments(body: list[Any]) -> tuple[set[str], set[str], set[str]]:
    """The names of a function's body: declared global or nonlocal; assigned; only assigned new containers."""
    outer_names: set[str] = set()
    assigned: set[str] = set()
    fresh: set[str] = set()
    stale: set[str] = set()
    suspends = False  # the variables of a generator may outlive a request
    for node in _inside(body):
        if isinstance(node, ast.Global | ast.Nonlocal):
            outer_names |= set(node.names)
        elif isinstance(node, ast.Yield | ast.YieldFrom):
            suspends = True
        elif isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            assigned.add(node.id)
            (fresh if getattr(node, "is_fresh", False) else stale).add(node.id)
        elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and node.name:
            assigned.add(node.name)
    return outer_names, assigned, set() if suspends else fresh - stale


def _inside(body: list[Any]) -> Iterator[ast.AST]:
    """Yield the nodes of a function without those of nested ones; variables of new containers are marked."""
    waiting = list(reversed(body))
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, _NESTED):
            continue
        target = _target_of_new_container(node)
        if target is not None:
            target.is_fresh = True
        waiting += reversed(list(ast.iter_child_nodes(node)))


def _target_of_new_container(node: ast.AST) -> Any:
    """The variable that a new container is assigned to, or None."""
    match node:
        case ast.Assign(targets=[ast.Name() as target], value=value) if _is_new_container(value):
            return target
        case ast.AnnAssign(target=ast.Name() as target, value=value) if _is_new_container(value):
            return target
        case ast.AugAssign(target=ast.Name() as target):
            return target  # it stays the same list, or becomes another new one
        case _:
            return None


def _is_new_container(value: ast.expr | None) -> bool:
    if isinstance(value, ast.Call):
        function = value.func
        name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
        return name in MAKING
    return isinstance(value, _DISPLAYS)
