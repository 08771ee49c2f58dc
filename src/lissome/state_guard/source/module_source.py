"""Facts about a module's source: its declarations, the containers that it empties, and its comments."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from lissome.state_guard.source.allowances import reason_for, reasons_in
from lissome.state_guard.source.evictions import Eviction, EvictionContexts, emptied_by_binding
from lissome.state_guard.source.functions import ModuleFunctions
from lissome.state_guard.source.method_names import EVICTING, EVICTING_FUNCTIONS, READING
from lissome.state_guard.source.request_flow import RequestFlow
from lissome.state_guard.source.scopes import names_bound_by

Lines = tuple[int, int]

_SELVES: Final = ("self", "cls")


@dataclass(slots=True)
class ModuleSource:
    """The facts about a module's source.

    Attributes:
        module: the module's name.
        file: relative to the app's root, with ``/``.
        declared: first and last line of the statement that binds a name first: ``CACHE``, ``Service``,
            ``Service.users`` (class and instance attributes), ``collect``.
        imported: names of the top level that are imports.
        evicted: names of containers that the code takes something out of: ``CACHE``; of attributes
            ``.users``, or ``Service.users`` for `self.users` in a method.
        evictions: the lines that do so, as far as they are statements and calls.
        taken: last names of objects on which `get()` is called without a key, as on a queue.
        mentions: lines of functions in which an object is called, passed, or has a method called, by its
            last name.
        literals: the texts in the source: an equal value comes from the programmer, not from a user.
        keywords: the names of arguments in calls, which are keys where a function takes any.
        reasons: the reasons of the comments that allow sharing, by line.
        text: the source itself.
    """

    module: str
    file: str
    declared: dict[str, Lines] = field(default_factory=dict)
    imported: set[str] = field(default_factory=set)
    evicted: set[str] = field(default_factory=set)
    evictions: list[Eviction] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    mentions: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    literals: set[str] = field(default_factory=set)
    keywords: set[str] = field(default_factory=set)
    reasons: dict[int, str] = field(default_factory=dict)
    text: bytes = b""
    _functions: ModuleFunctions | None = None
    _contexts: EvictionContexts | None = None

    @classmethod
    def of(cls, tree: ast.Module, source: bytes, module: str, file: str) -> ModuleSource:
        """Collect the facts about a module, from its tree before instrumentation."""
        facts = cls(module, file, reasons=reasons_in(source), text=source)
        facts._contexts = EvictionContexts(tree)
        facts._declare(tree.body, "")
        classes = _classes_around(tree)
        required = set(_in_required_methods(tree))
        for node in ast.walk(tree):
            if id(node) not in required:
                facts._read(node, classes.get(id(node), ""))
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
                facts._read_function(function, classes.get(id(function), ""))
        facts._contexts = None
        return facts

    @property
    def functions(self) -> ModuleFunctions:
        """The functions, read when they are first asked for."""
        if self._functions is None:
            self._functions = ModuleFunctions.of(ast.parse(self.text), self.module)
        return self._functions

    def reason(self, first: int, last: int) -> str | None:
        """Return the reason of a comment at these lines, ``""`` if it gives none; None without a comment."""
        return reason_for(self.reasons, first, last)

    def _declare(self, body: list[ast.stmt], prefix: str) -> None:
        for statement in body:
            for name in names_bound_by(statement):
                self.declared.setdefault(prefix + name, (_first(statement), _last(statement)))
                if isinstance(statement, ast.Import | ast.ImportFrom) and not prefix:
                    self.imported.add(name)
            if isinstance(statement, ast.ClassDef):
                self._declare(statement.body, f"{prefix}{statement.name}.")
                self._declare_attributes(statement, f"{prefix}{statement.name}.")
            elif isinstance(statement, ast.If | ast.Try | ast.With):
                for block in ("body", "orelse", "finalbody"):
                    self._declare(getattr(statement, block, []), prefix)

    def _declare_attributes(self, made: ast.ClassDef, prefix: str) -> None:
        """Add attributes that methods declare by `self.users = {}`, those of `__init__` first."""
        methods = [one for one in made.body if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)]
        for method in sorted(methods, key=lambda one: one.name != "__init__"):
            for node in ast.walk(method):
                if isinstance(node, ast.Assign | ast.AnnAssign):
                    for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                        if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
                            self.declared.setdefault(prefix + target.attr, (node.lineno, _last(node)))

    def _read(self, node: ast.AST, class_: str) -> None:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            self.literals.add(node.value)
        elif isinstance(node, ast.Delete):
            for target in node.targets:
                if isinstance(target, ast.Subscript):
                    self._evict(target.value, class_, node)
        elif isinstance(node, ast.Attribute) and node.attr in EVICTING:
            self._evict(
                node.value, class_, node
            )  # called, or passed: `task.add_done_callback(TASKS.discard)`
        elif isinstance(node, ast.Call):
            self._read_call(node, class_)

    def _read_call(self, node: ast.Call, class_: str) -> None:
        self.keywords |= {one.arg for one in node.keywords if one.arg is not None}
        function = node.func
        if isinstance(function, ast.Attribute) and function.attr == "get" and not node.args:
            self.taken.add(last_name(function.value))
        if last_name(function) in EVICTING_FUNCTIONS | {"pop", "popitem", "clear"} and node.args:
            self._evict(node.args[0], class_, node)

    def _evict(self, target: ast.expr, class_: str, node: ast.AST) -> None:
        while isinstance(target, ast.Subscript):
            target = target.value
        own = class_ and isinstance(target, ast.Attribute) and getattr(target.value, "id", "") in _SELVES
        name = f"{class_}.{last_name(target)}" if own else _name_of(target)
        self.evicted.add(name)
        if self._contexts is not None:
            self.evictions.append(self._contexts.eviction(name, node))

    def _read_function(self, function: Any, class_: str) -> None:
        if not isinstance(function, ast.Lambda):
            for target in emptied_by_binding(function):
                self._evict(target, class_, function)
        aliases = {}
        for node in ast.walk(function):
            match node:
                case ast.Assign(targets=[ast.Name(id=alias)], value=ast.Name() | ast.Attribute() as value):
                    aliases[alias] = _name_of(value)
                case ast.Assign(targets=[ast.Name(id=name)], value=value) if _is_shortened(name, value):
                    self.evicted.add(name)
                case ast.Assign(targets=[ast.Attribute(attr=name)], value=value) if _is_shortened(
                    name, value
                ):
                    self.evicted.add(f".{name}")
                case ast.Call(func=ast.Attribute(attr=attr)) if attr in READING:
                    pass
                case ast.Call():
                    for name in _names_in_call(node):
                        self.mentions[name].append(node.lineno)
        self.evicted |= {aliases[name] for name in self.evicted & aliases.keys()}


class ModuleSources:
    """The sources of all modules that were loaded, each in its latest version.

    Attributes:
        literals: the texts in them, in lower case.
        keywords: the names of arguments in their calls, in lower case.
    """

    __slots__ = ("_by_module", "_flow", "keywords", "literals")

    def __init__(self) -> None:
        self._by_module: dict[str, ModuleSource] = {}
        self._flow: RequestFlow | None = None
        self.literals: set[str] = set()
        self.keywords: set[str] = set()

    def add(self, facts: ModuleSource) -> None:
        """Add a module that was loaded, or loaded again."""
        self._by_module[facts.module] = facts
        self._flow = None
        self.literals |= {literal.lower() for literal in facts.literals}
        self.keywords |= {name.lower() for name in facts.keywords}

    @property
    def flow(self) -> RequestFlow:
        """The flow of requests' data, read when it is first asked for: after most edits nobody asks."""
        if self._flow is None:
            sources = list(self._by_module.values())
            files = {one.module: one.file for one in sources}
            self._flow = RequestFlow([one.functions for one in sources], files)
        return self._flow

    def get(self, module: str) -> ModuleSource | None:
        """Return the source of a module, or None."""
        return self._by_module.get(module)

    def of_file(self, file: str) -> ModuleSource | None:
        """Return the source in a file, or None."""
        return next((one for one in self._by_module.values() if one.file == file), None)

    def evicts(self, name: str, module: str) -> bool:
        """True if some code takes something out of `name`: in its module, or where that is imported."""
        return any(self.evicting(name, module))

    def evicting(self, name: str, module: str) -> Iterator[tuple[ModuleSource, str]]:
        """Yield the sources of that code, and the name that the container has there."""
        for facts in self._by_module.values():
            is_known = name in facts.imported or module.rpartition(".")[2] in facts.imported
            if facts.module == module or is_known:
                yield from ((facts, one) for one in (name, f".{name}") if one in facts.evicted)

    def evicts_attribute(self, name: str, class_: type | None = None) -> bool:
        """The same for an attribute: in a method of its class, or in code that does not show the class."""
        return any(self.evicting_attribute(name, class_))

    def evicting_attribute(self, name: str, class_: type | None) -> Iterator[tuple[ModuleSource, str]]:
        """Yield the sources of that code, and the name that the attribute has there."""
        own = {(one.__module__, f"{one.__qualname__}.{name}") for one in (class_.__mro__ if class_ else ())}
        for facts in self._by_module.values():
            yield from (
                (facts, one) for one in facts.evicted if one == f".{name}" or (facts.module, one) in own
            )

    def takes(self, name: str, module: str | None) -> bool:
        """True if some code takes entries of the queue `name`, of a module or (None) an attribute."""
        return any(
            name in facts.taken
            for facts in self._by_module.values()
            if module is None or facts.module == module or name in facts.imported
        )

    def __iter__(self) -> Iterator[ModuleSource]:
        return iter(self._by_module.values())


def last_name(node: ast.expr) -> str:
    """Return `CACHE` for `CACHE`, for `state.CACHE`, and for `CACHE[a]`."""
    return _name_of(node).removeprefix(".")


def _name_of(node: ast.expr) -> str:
    """The same, with a dot before the name of an attribute."""
    while isinstance(node, ast.Subscript | ast.Call):
        node = node.value if isinstance(node, ast.Subscript) else node.func
    return f".{node.attr}" if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _is_shortened(name: str, value: ast.expr) -> bool:
    """True for `recent = recent[-100:]`, and for a comprehension that filters the container itself."""
    if isinstance(value, ast.Subscript):
        return isinstance(value.slice, ast.Slice) and last_name(value.value) == name
    if isinstance(value, ast.ListComp | ast.DictComp | ast.SetComp):
        source = value.generators[0]
        return bool(source.ifs) and name in {last_name(source.iter), last_name(_receiver(source.iter))}
    return False


def _in_required_methods(tree: ast.Module) -> Iterator[int]:
    """The nodes of methods that a mapping must define, whether or not any code calls them."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef) and function.name == "__delitem__":
            yield from map(id, ast.walk(function))


def _classes_around(tree: ast.Module) -> dict[int, str]:
    """The innermost class around a node, by the node's id."""
    found: dict[int, str] = {}

    def enter(body: list[ast.stmt], prefix: str) -> None:
        for statement in body:
            if isinstance(statement, ast.ClassDef):
                name = f"{prefix}{statement.name}"
                found.update((id(node), name) for node in ast.walk(statement))
                enter(statement.body, f"{name}.")

    enter(tree.body, "")
    return found


def _receiver(node: ast.expr) -> ast.expr:
    """`users` of `users.items()`."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.value
    return node


def _names_in_call(node: ast.Call) -> Iterator[str]:
    parts = [node.func, *node.args, *(keyword.value for keyword in node.keywords)]
    if isinstance(node.func, ast.Attribute):
        parts.append(node.func.value)
    for part in parts:
        name = last_name(part)
        if name:
            yield name


def _first(statement: ast.stmt) -> int:
    decorators = getattr(statement, "decorator_list", None)
    return decorators[0].lineno if decorators else statement.lineno


def _last(statement: ast.stmt) -> int:
    body = getattr(statement, "body", None)
    if isinstance(body, list) and body:
        return statement.lineno
    return statement.end_lineno or statement.lineno
