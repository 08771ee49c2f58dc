"""Finds out what a Python route module defines, from its syntax tree. The app's code is not run.

A script that uses the standard library alone, so that Vite's plugin can run it with any Python, in
milliseconds:

    python -I analyse.py src/routes/+page.server.py …

It prints JSON: one object per file with the attributes of `ModuleExports`, in the order of the arguments.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

if not __package__:  # as a script: behind the standard library, whose modules count first
    sys.path.append(str(Path(__file__).resolve().parent.parent.parent))
from lissome.page_options import allowed_values, option_names, python_name

# An example of the page option `config`.
_CONFIG = '{"timeout": 60}'

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "QUERY", "fallback")


class AnalysisError(Exception):
    """A module breaks a rule."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column

    @classmethod
    def at(cls, node: ast.expr | ast.stmt, message: str) -> AnalysisError:
        return cls(message, node.lineno, node.col_offset)


@dataclass
class Diagnostic:
    """An `AnalysisError` in the form that Vite shows.

    Attributes:
        line: 1-based.
        column: 0-based, in characters.
        frame: the line with a caret under the column.
    """

    message: str
    line: int
    column: int
    frame: str


@dataclass
class ModuleExports:
    """The names that a route module or a hooks module defines.

    Attributes:
        functions: module-level names that may be functions; True for `async def`.
        actions: the names of the form actions, or None.
        methods: the HTTP methods of a `+server.py`, in kit's order.
        options: page options under kit's names.
        error: the first error that makes the module unusable, or None.
    """

    functions: dict[str, bool] = field(default_factory=dict)
    actions: list[str] | None = None
    methods: list[str] = field(default_factory=list)
    options: dict[str, Any] = field(default_factory=dict)
    error: Diagnostic | None = None


def analyse(source: str) -> ModuleExports:
    """Analyse the text of a module. The first error is in `ModuleExports.error`."""
    module = ModuleExports()
    try:
        errors = read_module(ast.parse(source), module)
    except SyntaxError as failure:
        line, column = failure.lineno or 1, max((failure.offset or 1) - 1, 0)
        errors = [AnalysisError(f"SyntaxError: {failure.msg}", line, column)]
    if errors:
        module.error = _diagnose(errors[0], source)
    module.methods = [method for method in METHODS if method in module.functions]
    return module


def read_module(tree: ast.Module, module: ModuleExports) -> list[AnalysisError]:
    """Fill in what a parsed module defines; return all of its errors."""
    errors = []
    marks = Marks.of(tree)
    marked: dict[str, ast.stmt] = {}
    for statement in top_statements(tree.body):
        try:
            _read(statement, module)
            marks.read(statement, marked)
        except AnalysisError as error:
            errors.append(error)
    if marked:
        first = next(iter(marked.values()))
        try:
            if module.actions is not None:
                raise AnalysisError.at(
                    first, "actions and @action are both there: write all of them in one way"
                )
            module.actions = _checked([*marked], first)
        except AnalysisError as error:
            errors.append(error)
    return errors


class Marks:
    """The names under which a module knows `@action`, which makes a function a form action.

    Args:
        names: what the module calls `action`.
        packages: what it calls `lissome`.
    """

    def __init__(self, names: set[str], packages: set[str]) -> None:
        self._names = names
        self._packages = packages

    @classmethod
    def of(cls, tree: ast.Module) -> Marks:
        """Read the imports of a module."""
        names: set[str] = set()
        packages: set[str] = set()
        for statement in top_statements(tree.body):
            match statement:
                case ast.ImportFrom(module="lissome", names=imported, level=0):
                    names |= {one.asname or one.name for one in imported if one.name == "action"}
                case ast.Import(names=imported):
                    packages |= {one.asname or one.name for one in imported if one.name == "lissome"}
        return cls(names, packages)

    def is_mark(self, node: ast.expr) -> bool:
        """True for a decorator that makes a function a form action."""
        match node:
            case ast.Call(func=func):
                return self.is_mark(func)
            case ast.Attribute(value=ast.Name(id=package), attr="action"):
                return package in self._packages
            case ast.Name(id=name):
                return name in self._names
        return False

    def read(self, statement: ast.stmt, marked: dict[str, ast.stmt]) -> None:
        """Add the action that a statement defines, if it does.

        Raises:
            AnalysisError: it breaks a rule.
        """
        if not isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return
        mark = next((one for one in statement.decorator_list if self.is_mark(one)), None)
        if mark is None:
            return
        if statement.name == "load":
            raise AnalysisError.at(statement, "load is no action: give the action another name")
        name = action_name(statement, mark)
        if name in marked:
            raise AnalysisError.at(statement, f"two actions are called {name}: rename one")
        marked[name] = statement


def action_name(function: ast.FunctionDef | ast.AsyncFunctionDef, mark: ast.expr) -> str:
    """Return the name of the action that a function is.

    Raises:
        AnalysisError: it is not literal.
    """
    given = next((word.value for word in getattr(mark, "keywords", ()) if word.arg == "name"), None)
    match given:
        case None:
            return function.name
        case ast.Constant(value=str(name)):
            return name
    raise AnalysisError.at(given, 'the name of an action must be a literal: write @action(name="sign-in")')


def top_statements(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements that run when the module is imported, including those in `if` and `try`."""
    for statement in body:
        yield statement
        if isinstance(statement, (ast.If, ast.Try, ast.With)):
            for name in ("body", "orelse", "finalbody"):
                yield from top_statements(getattr(statement, name, ()))
            for handler in getattr(statement, "handlers", ()):
                yield from top_statements(handler.body)


def _read(statement: ast.stmt, module: ModuleExports) -> None:
    match statement:
        case ast.FunctionDef(name=name):
            module.functions[name] = False
        case ast.AsyncFunctionDef(name=name):
            module.functions[name] = True
        case ast.ImportFrom(names=names):
            # An imported load or GET counts like one that is defined here; at run time it may prove to be
            # async.
            module.functions.update({alias.asname or alias.name: False for alias in names})
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                _assign(target, value, module)
        case ast.AnnAssign(target=target, value=ast.expr() as value):
            _assign(target, value, module)


def _assign(target: ast.expr, value: ast.expr, module: ModuleExports) -> None:
    if not isinstance(target, ast.Name):
        return
    options = {python_name(name): name for name in option_names()}
    if target.id in options:
        module.options[options[target.id]] = _option(options[target.id], value)
    elif target.id in options.values():
        right = python_name(target.id)
        raise AnalysisError.at(target, f"Python spells this page option {right}: write {right} = …")
    elif target.id == "actions":
        module.actions = _action_names(value)
    else:
        module.functions[target.id] = False


def _option(kit_name: str, value: ast.expr) -> Any:
    name, allowed = python_name(kit_name), allowed_values(kit_name)
    try:
        literal = ast.literal_eval(value)
    except (ValueError, TypeError):
        example = repr(allowed[0]) if allowed else _CONFIG
        raise AnalysisError.at(
            value,
            f"the page option {name} must be a literal, because the build reads it without running the "
            f"module: write {name} = {example}, not {name} = {ast.unparse(value)}",
        ) from None
    if allowed is None and not isinstance(literal, dict):
        message = f"the page option {name} is a dict, not {literal!r}: write {name} = {_CONFIG}"
        raise AnalysisError.at(value, message)
    if allowed and not any(type(literal) is type(choice) and literal == choice for choice in allowed):
        choices = ", ".join(map(repr, allowed))
        message = f"the page option {name} is one of {choices}, not {literal!r}"
        raise AnalysisError.at(value, f"{message}: write {name} = {_meant(literal, allowed)!r}")
    return literal


def _meant(literal: object, allowed: tuple[object, ...]) -> object:
    """Return the allowed value that an author has probably meant: False for ``"false"`` and 0."""
    if True in allowed and (isinstance(literal, (int, float)) or literal is None):
        return bool(literal)
    text = str(literal).lower()
    return next((choice for choice in allowed if str(choice).lower() == text), allowed[0])


def _action_names(value: ast.expr) -> list[str]:
    if not isinstance(value, ast.Dict):
        raise AnalysisError.at(value, 'actions must be a dict literal: write actions = {"default": function}')
    names = []
    for key in value.keys:
        if not isinstance(key, ast.Constant) or not isinstance(key.value, str):
            raise AnalysisError.at(
                key or value, 'the names of actions must be literal strings: {"create": create}'
            )
        names.append(key.value)
    return _checked(names, value)


def _checked(names: list[str], node: ast.expr | ast.stmt) -> list[str]:
    if "default" in names and len(names) > 1:
        raise AnalysisError.at(
            node, 'with named actions beside it, "default" can never be called: name it too'
        )
    return [*names]


def _diagnose(error: AnalysisError, source: str) -> Diagnostic:
    frame = frame_of(source, error.line, error.column)
    return Diagnostic(error.message, error.line, error.column, frame)


def frame_of(source: str, line: int, column: int) -> str:
    """Return a line of a file (from 1) with a caret under a column (from 0)."""
    lines = re.split(r"\r\n|\r|\n", source)
    text = lines[line - 1] if line <= len(lines) else ""
    # A tab is indented by a tab, so that the caret is in the right column in any editor.
    indent = "".join("\t" if char == "\t" else " " for char in text[:column])
    return f"{line} | {text}\n{' ' * len(str(line))} | {indent}^"


def _source(path: str) -> str:
    """Return the text of a module, decoded as PEP 263 declares, else as UTF-8."""
    import tokenize  # noqa: PLC0415 - only when run as a script

    with tokenize.open(path) as file:
        return file.read()


def _analyse_file(path: str) -> ModuleExports:
    try:
        return analyse(_source(path))
    except (SyntaxError, UnicodeDecodeError) as failure:
        return ModuleExports(
            error=Diagnostic(f"{Path(path).name} is not readable as text: {failure}", 1, 0, "")
        )


def main(paths: list[str]) -> None:
    json.dump([asdict(_analyse_file(path)) for path in paths], sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1:])
