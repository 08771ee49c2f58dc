"""Instrumentation of the app's source: each statement that writes records its target.

`CACHE[key] = value` becomes `__lissome_write__(CACHE, 17)[key] = value`: the target passes through a function
that records it and returns it. So an object that has changed is traced to the line, whatever name the code
had for it. Positions stay as they are: tracebacks, `inspect` and coverage see no difference.

Only function bodies are instrumented: a module is not imported on behalf of a request.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from types import MappingProxyType
from typing import Any, Final, TypeVar

from lissome.state_guard.source.method_names import (
    BUILTIN_TYPES,
    EVICTING,
    EVICTING_FUNCTIONS,
    MUTATING,
    READING,
    WARNING,
)
from lissome.state_guard.source.scopes import FunctionScope, names_bound_by, variables_of
from lissome.state_guard.writes.calls import (
    called_name,
    header_end,
    is_increment,
    namespaces,
    reuses_instances,
    writes_to_first,
)
from lissome.state_guard.writes.sites import MISSING, WARNINGS, WriteKind, WriteSite, WriteSites

WRITE: Final = "__lissome_write__"
SLOT: Final = "__lissome_slot__"
BIND: Final = "__lissome_bind__"
CALL: Final = "__lissome_call__"
TOUCH: Final = "__lissome_touch__"
MISS: Final = "__lissome_miss__"

_FUNCTIONS: Final = MappingProxyType({WriteKind.SLOT: SLOT, WriteKind.BIND: BIND, WriteKind.TOUCH: TOUCH})

Statement = TypeVar("Statement", bound=ast.stmt)
Function = TypeVar("Function", ast.FunctionDef, ast.AsyncFunctionDef)


def instrument(tree: ast.Module, module: str, file: str, sites: WriteSites) -> ast.Module:
    """Instrument a module's tree in place.

    Args:
        tree: as `ast.parse` returns it.
        module: the module's name.
        file: relative to the app's root, with ``/``.
        sites: the table to which the places that write are added.
    """
    changed: ast.Module = _Instrumenter(tree, module, file, sites).visit(tree)
    return changed


class _Instrumenter(ast.NodeTransformer):
    def __init__(self, tree: ast.Module, module: str, file: str, sites: WriteSites) -> None:
        self._module, self._file, self._sites = module, file, sites
        self._top = variables_of(tree)
        self._scope: FunctionScope | None = None
        self._statement: ast.stmt | None = None
        self._is_augmented = False
        self._reuses_instances = False

    # -- scopes --

    def visit_FunctionDef(self, node: ast.FunctionDef) -> Any:
        return self._function(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> Any:
        return self._function(node)

    def _function(self, node: Function) -> Any:
        node.decorator_list = [self.visit(decorator) for decorator in node.decorator_list]
        self._visit_defaults(node.args)
        outer, self._scope = self._scope, FunctionScope.of(node, self._scope)
        self._scope.is_constructor &= not self._reuses_instances
        node.body = self._block(node.body)
        self._scope = outer
        return node

    def visit_Lambda(self, node: ast.Lambda) -> Any:
        self._visit_defaults(node.args)
        outer, self._scope = self._scope, FunctionScope.of(node, self._scope)
        node.body = self.visit(node.body)
        self._scope = outer
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> Any:
        for part in (node.decorator_list, node.bases):
            part[:] = [self.visit(expression) for expression in part]
        outer = self._scope, self._reuses_instances
        self._scope = None if outer[0] is None else FunctionScope(outer=outer[0])
        self._reuses_instances = reuses_instances(node)
        node.body = self._block(node.body)
        self._scope, self._reuses_instances = outer
        return node

    def _visit_defaults(self, arguments: ast.arguments) -> None:
        arguments.defaults = [self.visit(default) for default in arguments.defaults]
        arguments.kw_defaults = [None if one is None else self.visit(one) for one in arguments.kw_defaults]

    def visit_match_case(self, node: ast.match_case) -> Any:
        """Instrument a case except for its pattern, in which there can be no call."""
        node.guard = None if node.guard is None else self.visit(node.guard)
        node.body = [*self._records_of_captures(node.pattern), *self._block(node.body)]
        return node

    def _records_of_captures(self, pattern: ast.pattern) -> list[ast.stmt]:
        """The records for variables that are not the function's own, and that a pattern binds."""
        outer = set() if self._scope is None else self._scope.outer_names
        parts = list(ast.walk(pattern)) if outer else []
        names = {str(getattr(one, name, "")) for one in parts for name in ("name", "rest")} & outer
        return [
            self._record(pattern, BIND, self._site(pattern, WriteKind.BIND, name)) for name in sorted(names)
        ]

    # -- statements --

    def _block(self, body: Iterable[ast.stmt]) -> list[ast.stmt]:
        found: list[ast.stmt] = []
        for statement in body:
            changed = self.visit(statement)
            found += changed if isinstance(changed, list) else [changed]
        return found

    def visit(self, node: ast.AST) -> Any:
        if not isinstance(node, ast.stmt):
            return super().visit(node)
        outer, self._statement = self._statement, node
        before = self._records_before(node)
        changed = super().visit(node)
        self._statement = outer
        return [*before, changed] if before else changed

    def _records_before(self, node: ast.stmt) -> list[ast.stmt]:
        """The records to be made before a statement that binds variables which are not its function's own."""
        if self._scope is None:
            return []
        outer = self._scope.outer_names
        names = [name for name in names_bound_by(node) if name in outer] if outer else []
        records = [self._record(node, BIND, self._site(node, WriteKind.BIND, name, node)) for name in names]
        if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            records += self._record_in_place(node, node.target)
        if (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Call)
            and called_name(node.value.func) in WARNING
        ):
            site = self._site(node, WriteKind.BIND, WARNINGS, is_augmented=True)
            records.append(self._record(node, BIND, site))
        return records

    def _record_in_place(self, node: ast.AugAssign, target: ast.Name) -> list[ast.stmt]:
        """Record that `lines += [item]` changes the object that `lines` stands for, if that is a list."""
        assert self._scope is not None
        if isinstance(node.value, ast.Constant) or target.id in self._scope.fresh:
            return []
        variable = ast.copy_location(ast.Name(target.id, ast.Load()), target)
        return [self._record(node, WRITE, self._site(node, WriteKind.WRITE), variable)]

    def visit_AugAssign(self, node: ast.AugAssign) -> Any:
        outer, self._is_augmented = self._is_augmented, True
        node.target = self.visit(node.target)
        self._is_augmented = outer
        node.value = self.visit(node.value)
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> Any:
        """Instrument an assignment except for its annotation, which may be read as text."""
        node.target = self.visit(node.target)
        node.value = None if node.value is None else self.visit(node.value)
        return node

    def visit_Raise(self, node: ast.Raise) -> Any:
        """Record that raising an exception adds to its traceback, unless it is made there."""
        self.generic_visit(node)
        if self._scope is not None and node.exc is not None and not isinstance(node.exc, ast.Call):
            node.exc = self._recorded(node.exc, node.exc, WriteKind.SLOT, "__traceback__")
        return node

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> Any:
        self.generic_visit(node)
        if self._scope is not None and node.name in self._scope.outer_names:
            site = self._site(node, WriteKind.BIND, node.name)
            node.body.insert(0, self._record(node, BIND, site))
        return node

    # -- expressions --

    def visit_Attribute(self, node: ast.Attribute) -> Any:
        own = self._is_own(node.value)
        self.generic_visit(node)
        if own:
            return node
        if not isinstance(node.ctx, ast.Load):
            node.value = self._recorded(node.value, node, WriteKind.SLOT, node.attr)
        elif node.attr in MUTATING:
            kind = WriteKind.EVICT if node.attr in EVICTING else WriteKind.WRITE
            node.value = self._recorded(node.value, node, kind, line=node.end_lineno)
        return node

    def visit_Subscript(self, node: ast.Subscript) -> Any:
        own = self._is_own(node.value)
        missing = isinstance(node.ctx, ast.Load) and not own and self._may_miss(node)
        self.generic_visit(node)
        if missing:
            node.value = self._call(MISS, node.value, self._site(node, WriteKind.TOUCH, MISSING), node.value)
        if own or isinstance(node.ctx, ast.Load):
            return node
        if isinstance(node.slice, ast.Constant) and isinstance(node.ctx, ast.Store):
            node.value = self._recorded(node.value, node, WriteKind.SLOT, node.slice.value)
        else:
            kind = WriteKind.EVICT if isinstance(node.ctx, ast.Del) else WriteKind.WRITE
            node.value = self._recorded(node.value, node, kind)
        return node

    def _may_miss(self, node: ast.Subscript) -> bool:
        """True if reading an entry may make it, as far as names tell: `locks[user]` of a defaultdict."""
        key = node.slice
        if isinstance(key, ast.Slice | ast.UnaryOp) or (isinstance(key, ast.Constant) and key.value == 0):
            return False
        base = node.value
        return isinstance(base, ast.Attribute) or (isinstance(base, ast.Name) and self._is_outer(base.id))

    def visit_Expr(self, node: ast.Expr) -> Any:
        """Record the arguments of a call without a result: `listen(engine, …)` may write to one."""
        call = node.value.value if isinstance(node.value, ast.Await) else node.value
        given = call.args if isinstance(call, ast.Call) and self._scope is not None else []
        outer = [isinstance(one, ast.Name) and self._is_outer(one.id) for one in given]
        self.generic_visit(node)
        for at, is_outer in enumerate(outer):
            if is_outer and isinstance(given[at], ast.Name):
                given[at] = self._recorded(given[at], given[at], WriteKind.TOUCH)
        return node

    def _is_outer(self, name: str) -> bool:
        """True for a variable of the module, of another module, or of a function around this one."""
        assert self._scope is not None
        if name in self._scope.own:
            return False
        return name in self._top.assigned or name in self._top.imported or self._scope.knows(name)

    def visit_Call(self, node: ast.Call) -> Any:
        if self._scope is None:
            return self.generic_visit(node)
        function = node.func
        touched = isinstance(function, ast.Attribute) and self._is_touched(function)
        first = node.args[0] if node.args else None
        writes_first = first is not None and writes_to_first(function) and not self._is_own(first)
        unknown = isinstance(function, ast.Call | ast.Subscript) or (
            isinstance(function, ast.Name) and self._is_variable(function.id)
        )
        name = called_name(function)
        spaces = [one for one in namespaces(node) if not self._is_own(one)]
        self.generic_visit(node)
        if touched and isinstance(node.func, ast.Attribute):
            node.func.value = self._recorded(
                node.func.value, node.func, WriteKind.TOUCH, line=node.func.end_lineno
            )
        if writes_first and not isinstance(node.args[0], ast.Starred):
            kind = WriteKind.EVICT if name in EVICTING | EVICTING_FUNCTIONS else WriteKind.WRITE
            slot = node.args[1] if name == "setattr" and len(node.args) > 1 else None
            known = slot.value if isinstance(slot, ast.Constant) else None
            kind = (
                WriteKind.SLOT
                if known is not None
                else WriteKind.TOUCH
                if name in ("next", "anext")
                else kind
            )
            node.args[0] = self._recorded(node.args[0], node, kind, known)
        for space in spaces:
            self._record_namespace(node, space)
        if unknown:
            number = self._site(node, WriteKind.WRITE)
            node.func = self._call(CALL, node.func, number, node.func)
        return node

    def _record_namespace(self, node: ast.Call, space: ast.expr) -> None:
        """Record the dictionary that `exec` runs code in."""
        recorded = self._recorded(space, node, WriteKind.WRITE)
        node.args = [recorded if one is space else one for one in node.args]
        for keyword in node.keywords:
            keyword.value = recorded if keyword.value is space else keyword.value

    def _is_touched(self, function: ast.Attribute) -> bool:
        """True for a method that may write, as far as its name tells."""
        value = function.value
        if function.attr in READING or function.attr in MUTATING or self._is_own(value):
            return False
        if isinstance(value, ast.Call):
            return called_name(value.func)[:1].islower() and called_name(value.func) != "super"
        assert self._scope is not None
        return not (isinstance(value, ast.Name) and value.id in {self._scope.receiver, *self._top.modules})

    def _is_own(self, target: ast.expr) -> bool:
        """True if no other code can have a reference to the target, or nothing can write to it."""
        if self._scope is None or isinstance(target, ast.Constant | ast.JoinedStr | ast.Dict | ast.DictComp):
            return True
        if not isinstance(target, ast.Name):
            return isinstance(target, ast.Call) and called_name(target.func) == "super"
        if self._scope.is_constructor and target.id == self._scope.receiver:
            return True
        return target.id in self._scope.fresh or (
            target.id in BUILTIN_TYPES and target.id not in self._top.all
        )

    def _is_variable(self, name: str) -> bool:
        """True if the name was assigned to, so it may stand for a bound method."""
        assert self._scope is not None
        return self._scope.knows(name) or name in self._top.assigned

    # -- building --

    def _site(
        self,
        node: Any,
        kind: WriteKind,
        slot: object = None,
        statement: ast.stmt | None = None,
        line: int | None = None,
        *,
        is_augmented: bool = False,
    ) -> int:
        statement = statement or self._statement
        first = node.lineno if statement is None else statement.lineno
        last: int = node.end_lineno if statement is None else header_end(statement)
        shown: int = line or node.lineno
        site = WriteSite(
            *(self._module, self._file, shown, min(first, shown), max(last, shown)),
            kind,
            slot,
            is_augmented=is_augmented
            or self._is_augmented
            or isinstance(node, ast.AugAssign)
            or is_increment(node, slot),
        )
        return self._sites.add(site)

    def _recorded(
        self, value: ast.expr, node: ast.expr, kind: WriteKind, slot: object = None, line: int | None = None
    ) -> ast.expr:
        if isinstance(value, ast.Attribute) and self._may_be_inside(value):
            inside = self._site(node, WriteKind.TOUCH, line=line)
            value.value = self._call(TOUCH, value.value, inside, value.value)
        return self._call(_FUNCTIONS.get(kind, WRITE), value, self._site(node, kind, slot, line=line), value)

    def _may_be_inside(self, value: ast.Attribute) -> bool:
        """True if it may be a part of an object of a library: `session.info` of `session.info[key] = …`."""
        whole = value.value
        if isinstance(whole, ast.Attribute):
            return True
        assert self._scope is not None
        return isinstance(whole, ast.Name) and not (
            self._is_own(whole) or whole.id in {self._scope.receiver, *self._top.modules}
        )

    def _call(self, function: str, value: ast.expr | None, number: int, where: ast.AST) -> ast.Call:
        arguments: list[ast.expr] = [] if value is None else [value]
        arguments.append(ast.Constant(number))
        made = ast.Call(ast.Name(function, ast.Load()), arguments, [])
        for node in (made, made.func, arguments[-1]):
            ast.copy_location(node, where)
        return made

    def _record(self, node: Any, function: str, number: int, value: ast.expr | None = None) -> ast.stmt:
        return ast.copy_location(ast.Expr(self._call(function, value, number, node)), node)
