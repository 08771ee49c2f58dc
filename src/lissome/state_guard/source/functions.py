"""The functions of a module, as far as the flow of a request's data has to know them."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda

_BLOCKS: Final = ("body", "orelse", "finalbody", "handlers", "cases")


@dataclass(slots=True, eq=False)
class FunctionSource:
    """A function.

    Attributes:
        node: its definition.
        module: the module's name.
        class_: the name of the class that it is a method of, or "".
        outer: the function around it.
        is_top: True if it is defined at the top level of its module.
        parameters: their names; the receiver is the first.
        assigned: the expressions that are assigned to each local variable.
        filled: those that are put into what a variable stands for: ``found[key] = value``.
        returned: the expressions that it returns or yields, and those that decide which constant it returns.
        nested: the functions in it, by name.
        shared: the names that it declares ``global`` or ``nonlocal``.
    """

    node: FunctionNode
    module: str
    class_: str
    outer: FunctionSource | None
    is_top: bool = False
    parameters: list[str] = field(default_factory=list)
    assigned: dict[str, list[ast.expr]] = field(default_factory=lambda: defaultdict(list))
    filled: dict[str, list[ast.expr]] = field(default_factory=lambda: defaultdict(list))
    returned: list[ast.expr] = field(default_factory=list)
    nested: dict[str, FunctionSource] = field(default_factory=dict)
    shared: set[str] = field(default_factory=set)

    @property
    def name(self) -> str:
        """The name that calls it: of `__init__` that of the class."""
        name = getattr(self.node, "name", "")
        return self.class_ if name == "__init__" else name

    @property
    def receiver(self) -> str | None:
        """The name of its first parameter, if it is a method."""
        decorators = {getattr(one, "id", "") for one in getattr(self.node, "decorator_list", ())}
        is_method = self.class_ and "staticmethod" not in decorators
        return self.parameters[0] if is_method and self.parameters else None

    def knows(self, name: str) -> bool:
        """True for a variable of this function, or of one around it."""
        is_own = name in self.parameters or name in self.assigned
        return is_own or (self.outer is not None and self.outer.knows(name))

    @property
    def set_property(self) -> str | None:
        """The name of the property whose setter it is."""
        for one in getattr(self.node, "decorator_list", ()):
            if isinstance(one, ast.Attribute) and one.attr == "setter" and isinstance(one.value, ast.Name):
                return one.value.id
        return None


@dataclass(frozen=True, slots=True)
class Occurrence:
    """An expression or statement, with the function that it is in and the conditions around it there."""

    node: Any
    function: FunctionSource | None
    conditions: tuple[ast.expr, ...]


@dataclass(slots=True)
class ModuleFunctions:
    """The functions of a module, their statements, and what they call.

    Attributes:
        module: the module's name.
        functions: all functions.
        statements: the statements in functions.
        calls: the calls in functions, by the last name of what is called.
        passed: the calls to which a function may have been passed, by its last name.
        attributes: the expressions that are assigned to an attribute: (class, attribute) for that of a
            receiver, ("", attribute) for all.
        items: the expressions that are assigned to an entry of an object, by its last name.
        members: those that are assigned to an attribute of an object, by the object's last name.
        variables: the expressions that are assigned to the variables of the module and of its classes.
        imported: the names that are imported, with the module that they come from.
        fields: the annotated attributes of classes: (class, attribute).
    """

    module: str
    functions: list[FunctionSource] = field(default_factory=list)
    statements: list[Occurrence] = field(default_factory=list)
    calls: dict[str, list[Occurrence]] = field(default_factory=lambda: defaultdict(list))
    passed: dict[str, list[Occurrence]] = field(default_factory=lambda: defaultdict(list))
    attributes: dict[tuple[str, str], list[Occurrence]] = field(default_factory=lambda: defaultdict(list))
    items: dict[str, list[Occurrence]] = field(default_factory=lambda: defaultdict(list))
    members: dict[str, list[Occurrence]] = field(default_factory=lambda: defaultdict(list))
    variables: dict[str, list[ast.expr]] = field(default_factory=lambda: defaultdict(list))
    imported: dict[str, str] = field(default_factory=dict)
    fields: set[tuple[str, str]] = field(default_factory=set)

    @classmethod
    def of(cls, tree: ast.Module, module: str) -> ModuleFunctions:
        """Collect them from a module's tree."""
        found = cls(module)
        collector = _Collector(found)
        for statement in tree.body:
            collector.visit(statement)
        return found


class _Collector(ast.NodeVisitor):
    def __init__(self, found: ModuleFunctions) -> None:
        self._found = found
        self._function: FunctionSource | None = None
        self._class = ""
        self._conditions: tuple[ast.expr, ...] = ()

    def visit(self, node: ast.AST) -> None:
        if isinstance(node, ast.stmt) and self._function is not None:
            self._found.statements.append(Occurrence(node, self._function, self._conditions))
        super().visit(node)

    # -- scopes --

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._enter(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self._enter(node)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._enter(node)

    def _enter(self, node: FunctionNode) -> None:
        outer = self._function, self._class, self._conditions
        made = FunctionSource(node, self._found.module, self._class, outer[0])
        made.is_top = outer[0] is None and not self._class
        made.parameters = [one.arg for one in _parameters(node.args)]
        self._found.functions.append(made)
        if outer[0] is not None:
            outer[0].nested[getattr(node, "name", "")] = made
        for default in [*node.args.defaults, *filter(None, node.args.kw_defaults)]:
            self.visit(default)
        self._function, self._class, self._conditions = made, "", ()
        if isinstance(node, ast.Lambda):
            made.returned.append(node.body)
            self.visit(node.body)
        else:
            for statement in node.body:
                self.visit(statement)
        self._function, self._class, self._conditions = outer

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        outer, self._class = self._class, node.name
        for statement in node.body:
            if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
                self._found.fields.add((node.name, statement.target.id))
            self.visit(statement)
        self._class = outer

    # -- conditions --

    def visit_If(self, node: ast.If) -> None:
        self._under(node.test, [*node.body, *node.orelse])

    def visit_While(self, node: ast.While) -> None:
        self._under(node.test, [*node.body, *node.orelse])

    def visit_Try(self, node: ast.Try) -> None:
        """Take what the calls in a block are given for what its errors tell."""
        calls = [inner for one in node.body for inner in ast.walk(one) if isinstance(inner, ast.Call)]
        for handler in node.handlers:
            for call in calls if handler.name else ():
                for argument in call.args:
                    self._assign(ast.Name(str(handler.name), ast.Store()), argument)
        self.generic_visit(node)

    def visit_Match(self, node: ast.Match) -> None:
        for case in node.cases:
            for pattern in ast.walk(case.pattern):
                name = getattr(pattern, "name", None) or getattr(pattern, "rest", None)
                if isinstance(pattern, ast.MatchAs | ast.MatchStar | ast.MatchMapping) and name:
                    self._assign(ast.Name(name, ast.Store()), node.subject)
        self._under(node.subject, node.cases)

    def _under(self, condition: ast.expr, inner: list[Any]) -> None:
        self.visit(condition)
        outer, self._conditions = self._conditions, (*self._conditions, condition)
        for one in inner:
            self.visit(one)
        self._conditions = outer

    # -- assignments --

    def visit_Assign(self, node: ast.Assign) -> None:
        for target in node.targets:
            self._assign(target, node.value)
        self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self._assign(node.target, node.value)
        self.generic_visit(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        self._assign(node.target, node.value)
        self.generic_visit(node)

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        self._assign(node.target, node.value)
        self.generic_visit(node)

    def visit_For(self, node: ast.For) -> None:
        self._assign(node.target, node.iter)
        self.generic_visit(node)

    def visit_AsyncFor(self, node: ast.AsyncFor) -> None:
        self._assign(node.target, node.iter)
        self.generic_visit(node)

    def visit_comprehension(self, node: ast.comprehension) -> None:
        self._assign(node.target, node.iter)
        self.generic_visit(node)

    def visit_withitem(self, node: ast.withitem) -> None:
        if node.optional_vars is not None:
            self._assign(node.optional_vars, node.context_expr)
        self.generic_visit(node)

    def _assign(self, target: ast.expr, value: ast.expr) -> None:
        match target:
            case ast.Tuple(elts=targets) | ast.List(elts=targets):
                values = (
                    value.elts if isinstance(value, ast.Tuple) and len(value.elts) == len(targets) else None
                )
                for at, one in enumerate(targets):
                    self._assign(one, value if values is None else values[at])
            case ast.Starred(value=inner):
                self._assign(inner, value)
            case ast.Name(id=name) if self._function is not None and name not in self._function.shared:
                self._function.assigned[name].append(value)
            case ast.Name(id=name) if self._function is None:
                self._found.variables[name].append(value)
            case ast.Attribute(value=owner, attr=name):
                self._assign_attribute(owner, name, value)
            case ast.Subscript(value=owner):
                occurrence = Occurrence(value, self._function, self._conditions)
                self._found.items[last_name(owner)].append(occurrence)
                if self._function is not None:
                    self._function.filled[last_name(owner)].append(value)

    def _assign_attribute(self, owner: ast.expr, name: str, value: ast.expr) -> None:
        occurrence = Occurrence(value, self._function, self._conditions)
        self._found.attributes["", name].append(occurrence)
        self._found.members[last_name(owner)].append(occurrence)
        method = self._function
        if method is not None and isinstance(owner, ast.Name) and owner.id == method.receiver:
            self._found.attributes[method.class_, name].append(occurrence)

    # -- the rest --

    def visit_Global(self, node: ast.Global) -> None:
        if self._function is not None:
            self._function.shared |= set(node.names)

    def visit_Nonlocal(self, node: ast.Nonlocal) -> None:
        if self._function is not None:
            self._function.shared |= set(node.names)

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            self._found.imported[alias.asname or alias.name.partition(".")[0]] = alias.name

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        for alias in node.names:
            self._found.imported[alias.asname or alias.name] = node.module or "."

    def visit_Return(self, node: ast.Return) -> None:
        self._add_result(node.value)
        self.generic_visit(node)

    def visit_Yield(self, node: ast.Yield) -> None:
        self._add_result(node.value)
        self.generic_visit(node)

    def _add_result(self, value: ast.expr | None) -> None:
        if value is not None and self._function is not None:
            self._function.returned.append(value)
            if isinstance(value, ast.Constant | ast.Attribute) and getattr(value, "value", None) is not None:
                self._function.returned += self._conditions

    def visit_Call(self, node: ast.Call) -> None:
        if self._function is not None:
            occurrence = Occurrence(node, self._function, self._conditions)
            self._found.calls[last_name(node.func)].append(occurrence)
            for given in (*node.args, *(one.value for one in node.keywords)):
                if isinstance(given, ast.Name | ast.Attribute):
                    self._found.passed[last_name(given)].append(occurrence)
        self.generic_visit(node)


def last_name(node: ast.expr) -> str:
    """Return `save` for `save` and for `db.save`; ``""`` for other expressions."""
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def header_of(statement: ast.stmt) -> Iterator[ast.expr]:
    """Yield the expressions of a statement that are not in its blocks."""
    for name, value in ast.iter_fields(statement):
        if name not in _BLOCKS:
            yield from (one for one in (value if isinstance(value, list) else [value]) if _has_value(one))


def _has_value(node: object) -> bool:
    return isinstance(node, ast.expr | ast.withitem)


def _parameters(arguments: ast.arguments) -> list[ast.arg]:
    named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    return [*named, *(one for one in (arguments.vararg, arguments.kwarg) if one is not None)]
