"""The meaning of a name in a Python file: imports and aliases are followed, shadowing is respected."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda

# What stands for the request's event, and for `resolve` of a handle hook, in the names that `dotted` returns.
EVENT: Final = "<event>"
RESOLVE: Final = "<resolve>"
EVENT_TYPES: Final = frozenset({"RequestEvent", "ServerLoadEvent"})
# Where lissome's public names are defined.
_HOMES: Final = ("lissome.control.", "lissome.errors.", "lissome.server.responses.")
_STARRED: Final = ("redirect", "error", "fail", "json", "text", "Redirect", "HttpError", "Response")


@dataclass
class NameScope:
    """A scope: the module's, or a function's inside it.

    Attributes:
        package: the dotted name of the module's package, which relative imports begin at.
        means: by name what it stands for, as a dotted name; only for names that are bound once.
        aliases: by name the expression that is its only value: ``go = redirect``.
        other: names that are bound to something else, and hide those of the scopes around.
    """

    parent: NameScope | None = None
    imports_of: dict[str, str] = field(default_factory=dict)
    has_events: bool = False
    package: str = ""
    means: dict[str, str] = field(default_factory=dict)
    aliases: dict[str, ast.expr] = field(default_factory=dict)
    other: set[str] = field(default_factory=set)

    @classmethod
    def of_module(
        cls, tree: ast.Module, imports_of: dict[str, str], *, has_events: bool, package: str
    ) -> NameScope:
        """Return the scope of a module.

        Args:
            imports_of: what the names of the app's other modules mean.
            has_events: True if a parameter called `event` is a request's, whatever its annotation.
        """
        scope = cls(None, imports_of, has_events, package)
        scope._read(tree.body)
        return scope

    def inside(self, function: Function) -> NameScope:
        """Return the scope of a function that is defined in this one."""
        scope = NameScope(self, self.imports_of, self.has_events, self.package)
        for argument in arguments_of(function):
            scope._bind_argument(argument, function)
        if not isinstance(function, ast.Lambda):
            scope._read(function.body)
        return scope

    def dotted(self, node: ast.expr) -> str | None:
        """Return what an expression stands for: ``lissome.redirect``, ``<event>.request.form``, ``open``.

        None if it is no dotted name, or the app's own.
        """
        match node:
            case ast.Name(id=name):
                return self.meaning(name)
            case ast.Attribute(value=value, attr=attribute):
                owner = self.dotted(value)
                return None if owner is None else self._canonical(f"{owner}.{attribute}")
        return None

    def meaning(self, name: str, seen: frozenset[str] = frozenset()) -> str | None:
        """Return what a name stands for.

        Args:
            seen: the aliases that have led here.
        """
        scope: NameScope | None = self
        while scope is not None:
            if name in scope.other:
                return None
            if name in scope.means:
                return self._canonical(scope.means[name])
            if name in scope.aliases and name not in seen:
                return _alias(scope, name, seen)
            scope = scope.parent
        return name if hasattr(builtins, name) else None

    def _canonical(self, name: str) -> str:
        for _ in range(8):  # an import of an import, and so on; two modules may import each other
            if name not in self.imports_of:
                break
            name = self.imports_of[name]
        for home in _HOMES:
            name = name.replace(home, "lissome.", 1) if name.startswith(home) else name
        return name

    def _bind_argument(self, argument: ast.arg, function: Function) -> None:
        if argument.arg == "resolve" and not isinstance(function, ast.Lambda) and self.has_events:
            self.means["resolve"] = RESOLVE
        elif (argument.arg == "event" and self.has_events) or _is_event_type(argument.annotation):
            self.means[argument.arg] = EVENT
        else:
            self.other.add(argument.arg)

    def _read(self, body: list[ast.stmt]) -> None:
        for node in own_nodes(body):
            for name, meaning in _imported(node, self.package):
                self._bind(name, meaning)
            match node:
                case ast.Assign(targets=[ast.Name(id=name)], value=(ast.Name() | ast.Attribute()) as value):
                    self._bind(name, value)
                case ast.Assign(targets=targets):
                    self._hide(targets)
                case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                    self._bind(name, None)
                case (
                    ast.ExceptHandler(name=str(name))
                    | ast.MatchAs(name=str(name))
                    | ast.MatchStar(name=str(name))
                ):
                    self._bind(name, None)
                case ast.Global(names=names) | ast.Nonlocal(names=names):
                    for name in names:
                        self._bind(name, None)
                case _:
                    self._hide(_targets(node))

    def _hide(self, targets: list[ast.expr]) -> None:
        for target in targets:
            for node in ast.walk(target):
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                    self._bind(node.id, None)

    def _bind(self, name: str, value: str | ast.expr | None) -> None:
        known = name in self.other or name in self.means or name in self.aliases
        same = isinstance(value, str) and self.means.get(name) == value
        if value is None or (known and not same):
            self.other.add(name)
        elif isinstance(value, str):
            self.means[name] = value
        else:
            self.aliases[name] = value


def _alias(scope: NameScope, name: str, seen: frozenset[str]) -> str | None:
    match scope.aliases[name]:
        case ast.Name(id=target):
            return scope.meaning(target, seen | {name})
        case ast.Attribute(value=ast.Name(id=owner)) if owner in seen or owner == name:
            return None
        case value:
            return scope.dotted(value)


def _is_event_type(annotation: ast.expr | None) -> bool:
    match annotation:
        case ast.Constant(value=str(text)):
            return text.split("[")[0].rpartition(".")[2] in EVENT_TYPES
        case ast.Subscript(value=value):
            return _is_event_type(value)
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name in EVENT_TYPES
    return False


def _imported(node: ast.AST, package: str) -> Iterator[tuple[str, str]]:
    match node:
        case ast.Import(names=names):
            for alias in names:
                first = alias.name.partition(".")[0]
                yield alias.asname or first, alias.name if alias.asname else first
        case ast.ImportFrom(module="lissome", names=[ast.alias(name="*")]):
            yield from ((name, f"lissome.{name}") for name in _STARRED)
        case ast.ImportFrom(module=module, names=names, level=level):
            parents = package.split(".")[: 1 - level or None] if level else []
            for alias in names:
                yield alias.asname or alias.name, ".".join([*parents, *filter(None, [module]), alias.name])


def _targets(node: ast.AST) -> list[ast.expr]:
    match node:
        case ast.AnnAssign(target=target, value=ast.expr()) | ast.AugAssign(target=target):
            return [target]
        case (
            ast.For(target=target)
            | ast.AsyncFor(target=target)
            | ast.NamedExpr(target=target)
            | ast.comprehension(target=target)
        ):
            return [target]
        case ast.withitem(optional_vars=ast.expr() as target):
            return [target]
        case ast.Delete(targets=targets):
            return list(targets)
    return []


def arguments_of(function: Function) -> list[ast.arg]:
    """Return all parameters of a function."""
    given = function.args
    rest = [argument for argument in (given.vararg, given.kwarg) if argument is not None]
    return [*given.posonlyargs, *given.args, *given.kwonlyargs, *rest]


def names_read(function: ast.AST) -> set[str]:
    """Return the names that are read anywhere in a function."""
    names = (node for node in ast.walk(function) if isinstance(node, ast.Name))
    return {node.id for node in names if isinstance(node.ctx, ast.Load)}


def own_nodes(body: list[ast.stmt]) -> Iterator[ast.AST]:
    """Yield all nodes of a block in the order of the text, but not what is inside functions and classes."""
    waiting: list[ast.AST] = list(reversed(body))
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            waiting.extend(reversed(list(ast.iter_child_nodes(node))))
