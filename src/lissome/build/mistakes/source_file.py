"""A Python file of the app, parsed, and what its name says about it."""

from __future__ import annotations

import ast
import tokenize
import warnings
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Final, cast

from lissome.build.analyse import METHODS, AnalysisError, Marks, frame_of, top_statements
from lissome.build.mistakes.mistake import Mistake
from lissome.build.mistakes.names import NameScope, names_read, own_nodes
from lissome.routing.route_id import RouteParams, route_id_of

Function = ast.FunctionDef | ast.AsyncFunctionDef

HOOKS: Final = ("init", "handle", "handle_error", "handle_fetch", "reroute")

# The names that lissome reads in a file of this kind; the file's name is the key.
READ: Final = MappingProxyType(
    {
        "+page.server.py": ("load", "actions"),
        "+layout.server.py": ("load",),
        "+server.py": METHODS,
        "hooks.server.py": (*HOOKS, "transport", "Locals"),
        "guard.py": ("guard",),
    }
)


@dataclass
class SourceFile:
    """A Python file of the app.

    Attributes:
        file: relative to the app's folder, with forward slashes.
        routes: the ids of all routes of the app; folders are enough.
        imports_of: the names that the app's modules import, by module and name: ``lib.http.go``.
    """

    file: str
    text: str
    tree: ast.Module
    imports_of: dict[str, str] = field(default_factory=dict)
    routes: set[str] = field(default_factory=set)

    @cached_property
    def kind(self) -> str:
        """The file's name if lissome loads it as a route, guard or hooks file; ``""`` for the app's own."""
        path = PurePosixPath(self.file)
        if path.name == "hooks.server.py":
            return path.name if self.file == "src/hooks.server.py" else ""
        return path.name if self.file.startswith("src/routes/") and path.name in READ else ""

    @cached_property
    def names(self) -> NameScope:
        """The scope of the module."""
        package = ".".join(PurePosixPath(self.file).parent.parts[1:])
        return NameScope.of_module(self.tree, self.imports_of, has_events=bool(self.kind), package=package)

    @cached_property
    def module(self) -> str:
        """The dotted name under which other modules import it: ``lib.server.http``."""
        path = self.file.removeprefix("src/").removesuffix(".py").removesuffix("/__init__")
        return path.replace("/", ".")

    @cached_property
    def functions(self) -> dict[str, Function]:
        """The functions that the module defines, by name."""
        return {
            node.name: node
            for node in top_statements(self.tree.body)
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        }

    @cached_property
    def handlers(self) -> dict[str, Function]:
        """The functions of this file that lissome calls, by what for: ``load``, ``actions["create"]``."""
        names = READ.get(self.kind, ())
        found = {name: self.functions[name] for name in names if name in self.functions}
        for key, value in self.actions:
            if isinstance(value, ast.Name) and value.id in self.functions:
                found[f'actions["{key}"]'] = self.functions[value.id]
        return found

    @property
    def params(self) -> RouteParams:
        """The parameters of the route that functions of this file can take by name."""
        is_layout = self.kind == "+layout.server.py"
        return RouteParams.of(route_id_of(self.file), self.routes if is_layout else ())

    @cached_property
    def models(self) -> frozenset[str]:
        """The pydantic models of this module; those of others are known when the app starts."""
        return frozenset(
            node.name
            for node in self.tree.body
            if isinstance(node, ast.ClassDef)
            and any(self.names.dotted(base) == "pydantic.BaseModel" for base in node.bases)
        )

    def is_wrapped(self, function: Function) -> bool:
        """True if a decorator may have changed what a function takes."""
        marks = Marks.of(self.tree)
        return not all(map(marks.is_mark, function.decorator_list))

    @cached_property
    def marked(self) -> dict[str, Function]:
        """The functions that `@action` makes form actions, by the actions' names."""
        found: dict[str, ast.stmt] = {}
        marks = Marks.of(self.tree)
        for statement in top_statements(self.tree.body):
            with suppress(AnalysisError):  # which is said already
                marks.read(statement, found)
        return cast("dict[str, Function]", found)

    @cached_property
    def actions(self) -> list[tuple[str, ast.expr]]:
        """The form actions of a page and what they are, as far as their names are literal."""
        if self.marked:
            return [(name, _name_of(function)) for name, function in self.marked.items()]
        for statement in top_statements(self.tree.body) if self.kind == "+page.server.py" else ():
            match statement:
                case (
                    ast.Assign(targets=[ast.Name("actions")], value=ast.Dict() as table)
                    | ast.AnnAssign(target=ast.Name("actions"), value=ast.Dict() as table)
                ):
                    pairs = zip(table.keys, table.values, strict=True)
                    return [(str(key.value), value) for key, value in pairs if isinstance(key, ast.Constant)]
        return []

    @cached_property
    def scopes(self) -> list[tuple[Function, NameScope]]:
        """All functions with their scopes, those inside others too."""
        return list(_functions_in(self.tree.body, self.names))

    @property
    def concerns_lissome(self) -> bool:
        """False for a module of the app that has to do with other things only, as most have."""
        if self.kind or "lissome" in self.text or "src" in self.text:
            return True
        return any((self.names.meaning(name) or "").startswith("lissome.") for name in self.names.means)

    @cached_property
    def used(self) -> frozenset[str]:
        """All names that the module reads anywhere."""
        return frozenset(names_read(self.tree))

    def mistake(self, node: ast.AST, message: str, *, is_warning: bool = False) -> Mistake:
        """Return a mistake at a node of the tree."""
        line, column = getattr(node, "lineno", 1), getattr(node, "col_offset", 0)
        return Mistake(self.file, line, message, frame_of(self.text, line, column), is_warning)

    def warning(self, node: ast.AST, message: str) -> Mistake:
        """Return something at a node of the tree that might be meant."""
        return self.mistake(node, message, is_warning=True)


def _name_of(function: Function) -> ast.expr:
    return ast.copy_location(ast.Name(function.name, ast.Load()), function)


def read_source(path: Path, file: str) -> SourceFile | Mistake:
    """Parse a file, decoded as PEP 263 declares, else as UTF-8; return what keeps Python from reading it."""
    try:
        with tokenize.open(path) as opened:
            text = opened.read()
    except (SyntaxError, UnicodeDecodeError) as failure:
        return Mistake(file, 1, f"this is not readable as text: {failure}")
    try:
        with warnings.catch_warnings(action="ignore"):
            tree = ast.parse(text)
            compile(tree, file, "exec", dont_inherit=True)  # finds `await` outside of `async def`, and such
        return SourceFile(file, text, tree)
    except SyntaxError as failure:
        line, column = failure.lineno or 1, max((failure.offset or 1) - 1, 0)
        advice = ": write async def" if failure.msg == "'await' outside async function" else ""
        frame = frame_of(text, line, column)
        return Mistake(file, line, f"SyntaxError: {failure.msg}{advice}", frame)
    except ValueError as failure:  # a null byte, in Python 3.11
        return Mistake(file, 1, f"this is not Python: {failure}")


def _functions_in(body: list[ast.stmt], scope: NameScope) -> Iterator[tuple[Function, NameScope]]:
    """Yield all functions of a block, those inside others too, with their scopes."""
    for node in own_nodes(body):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            inner = scope.inside(node)
            yield node, inner
            yield from _functions_in(node.body, inner)
        elif isinstance(node, ast.ClassDef):
            yield from _functions_in(node.body, scope)
