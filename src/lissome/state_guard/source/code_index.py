"""The functions of all modules of the app, by name: what is called, assigned and imported where."""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

from lissome.state_guard.source.functions import FunctionSource, ModuleFunctions, Occurrence, last_name

# How often a variable of a module is looked up in what it was made of.
_DEEPEST: Final = 3


class CodeIndex:
    """Looks up names in all modules.

    Args:
        modules: the functions of all modules.

    Attributes:
        modules: the same, by the modules' names.
        context_variables: the names of context variables.
    """

    def __init__(self, modules: Iterable[ModuleFunctions]) -> None:
        self.modules = {one.module: one for one in modules}
        self.context_variables = self.instances("ContextVar")
        self._functions: dict[str, list[FunctionSource]] = defaultdict(list)
        for one in chain.from_iterable(module.functions for module in self.modules.values()):
            self._functions[one.name].append(one)

    def statements(self, module: str) -> list[Occurrence]:
        """Return the statements in the functions of a module."""
        found = self.modules.get(module)
        return [] if found is None else found.statements

    def function_at(self, module: str, line: int) -> FunctionSource | None:
        """Return the function that is defined at a line, its decorators included."""
        found = self.modules.get(module)
        for one in found.functions if found is not None else ():
            decorators = getattr(one.node, "decorator_list", None) or [one.node]
            if line in (one.node.lineno, decorators[0].lineno):
                return one
        return None

    def functions(self, name: str) -> list[FunctionSource]:
        """Return the functions of this name."""
        return self._functions.get(name, []) if name else []

    def named(self, name: str, table: str) -> list[Occurrence]:
        """Return what stands under a name in the table of this name of `ModuleFunctions`."""
        return [one for module in self.modules.values() for one in getattr(module, table).get(name, ())]

    def attributes(self, name: str) -> list[Occurrence]:
        """Return what is assigned to attributes of this name, whatever they belong to."""
        return [one for module in self.modules.values() for one in module.attributes.get(("", name), ())]

    def instances(self, class_: str) -> set[str]:
        """Return the names of variables that stand for an instance of a class, descriptors included."""
        return {
            name
            for module in self.modules.values()
            for name, values in module.variables.items()
            if any(isinstance(value, ast.Call) and last_name(value.func) == class_ for value in values)
        }

    def aliases(self, name: str) -> list[str]:
        """Return the variables of modules that stand for a function, or for a partial of it."""
        return [
            variable
            for module in self.modules.values()
            for variable, values in module.variables.items()
            for value in values
            if name in map(last_name, [value, *(arguments(value) if isinstance(value, ast.Call) else ())])
        ]

    def is_of_library(self, function: ast.expr, inside: FunctionSource | None) -> bool:
        """True for `httpx.get`, and for functions that are imported from other packages."""
        origin = self._imported_from(function, inside)
        return origin is not None and origin not in self.modules and not origin.startswith(".")

    def may_know_more(self, function: ast.expr, inside: FunctionSource | None) -> bool:
        """True for a function of a library, which may look elsewhere for who it is."""
        origin = self._imported_from(function, inside)
        return origin is not None and origin.partition(".")[0] not in sys.stdlib_module_names

    def _imported_from(self, node: ast.expr, inside: FunctionSource | None, depth: int = 0) -> str | None:
        """The module that a name comes from, or that what a variable stands for was made by."""
        while isinstance(node, ast.Attribute | ast.Call | ast.Await | ast.Subscript):
            node = node.func if isinstance(node, ast.Call) else node.value
        if inside is None or not isinstance(node, ast.Name) or depth > _DEEPEST:
            return None
        module = self.modules[inside.module]
        if node.id in module.imported:
            return module.imported[node.id]
        made = (self._imported_from(one, inside, depth + 1) for one in module.variables.get(node.id, ()))
        return next((one for one in made if one is not None), None)


def method_of(node: ast.AST, function: FunctionSource | None) -> FunctionSource | None:
    """Return the method around a function whose receiver an expression is; None if it is none."""
    while function is not None and isinstance(node, ast.Name):
        if node.id == function.receiver:
            return function
        function = function.outer
    return None


def arguments(call: ast.Call) -> Iterator[ast.expr]:
    """Yield the arguments of a call."""
    yield from call.args
    yield from (one.value for one in call.keywords)


def arguments_for(function: FunctionSource, name: str, call: ast.Call) -> Iterator[ast.expr]:
    """Yield the arguments of a call that a parameter of the called function may get."""
    parameters = [one for one in function.parameters if one != function.receiver]
    if name not in parameters:
        return
    at = parameters.index(name)
    variadic = {one.arg for one in (function.node.args.vararg, function.node.args.kwarg) if one is not None}
    for number, argument in enumerate(call.args):
        if number == at or isinstance(argument, ast.Starred) or (name in variadic and number >= at):
            yield argument
    for keyword in call.keywords:
        if keyword.arg in (name, None) or name in variadic:
            yield keyword.value
