"""Page options that the build cannot read, or that have no effect where they stand."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, Final

from lissome.build.analyse import ModuleExports, read_module, top_statements
from lissome.build.mistakes.mistake import Mistake
from lissome.build.mistakes.names import names_read, own_nodes
from lissome.build.mistakes.source_file import Function, SourceFile
from lissome.page_options import allowed_values, option_names, python_name

_OPTIONS: Final = tuple(map(python_name, option_names()))
# What lissome reads of the page option `config`.
CONFIG_KEYS: Final = ("timeout", "stream_timeout")
# A name that resembles an option in these has no other meaning.
_ROUTE_FILES: Final = ("+page.server.py", "+layout.server.py", "+server.py")


def page_options(source: SourceFile) -> Iterator[Mistake]:
    """Find the mistakes in the page options of a file."""
    if source.kind in _ROUTE_FILES:
        yield from _unreadable(source)
        yield from _misspelled(source)
        yield from _without_effect(source)
        yield from _config(source)
        for function in source.functions.values():
            yield from _inside(source, function)
    elif source.kind in {"hooks.server.py", "guard.py"}:
        yield from _elsewhere(source, _OPTIONS, "+page.server.py or +layout.server.py")


def _unreadable(source: SourceFile) -> Iterator[Mistake]:
    """Find what the analysis of the build refuses, and assignments that it does not see."""
    for error in read_module(source.tree, ModuleExports()):
        yield source.mistake(ast.Pass(lineno=error.line, col_offset=error.column), error.message)
    if source.kind == "+server.py":
        yield from _elsewhere(source, ("ssr", "csr"), "+page.server.py or +layout.server.py")
    for statement in source.tree.body:
        yield from _conditional(source, statement)
        match statement:
            case ast.Assign(targets=[ast.Tuple() | ast.List() as targets]):
                names = [node.id for node in ast.walk(targets) if isinstance(node, ast.Name)]
                for name in filter(_OPTIONS.__contains__, names):
                    advice = f"write it in a line of its own, {_example(name)}"
                    yield source.mistake(statement, f"the build does not read {name} here: {advice}")
            case ast.AnnAssign(target=ast.Name(id=name), value=None, annotation=value) if name in _OPTIONS:
                written = ast.unparse(value)
                right = f"{name} = {written}" if isinstance(value, ast.Constant) else _example(name)
                yield source.mistake(statement, f"{name}: {written} sets nothing: write {right}")
            case ast.ImportFrom(names=names):
                for alias in names:
                    name = alias.asname or alias.name
                    if name in _OPTIONS and name not in source.used:
                        why = f"the build reads the page option {name} without running the module"
                        yield source.mistake(
                            statement, f"{why}, so it cannot be imported: write {_example(name)}"
                        )


def _conditional(source: SourceFile, statement: ast.stmt) -> Iterator[Mistake]:
    if not isinstance(statement, (ast.If, ast.Try, ast.With)):
        return
    for inner in top_statements([statement]):
        match inner:
            case ast.Assign(targets=[ast.Name(id=name)]) if name in _OPTIONS:
                why = f"the build reads the page option {name} without running the module"
                advice = f"write {_example(name)} outside of the block"
                yield source.mistake(inner, f"{why}, so it cannot depend on anything: {advice}")


def _elsewhere(source: SourceFile, names: tuple[str, ...], where: str) -> Iterator[Mistake]:
    for statement in top_statements(source.tree.body):
        match statement:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=value)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
            ) if name in names and _is_option_value(name, value):
                yield source.mistake(
                    statement, f"the page option {name} has no effect in {source.kind}: move it to {where}"
                )


def _is_option_value(name: str, value: ast.expr) -> bool:
    """True unless a variable of the author's own has the name."""
    kit_name = next(kit for kit in option_names() if python_name(kit) == name)
    allowed = allowed_values(kit_name)
    if allowed is None:
        return isinstance(value, ast.Dict) and any(
            isinstance(key, ast.Constant) and key.value in CONFIG_KEYS for key in value.keys
        )
    return isinstance(value, ast.Constant) and value.value in allowed


def _misspelled(source: SourceFile) -> Iterator[Mistake]:
    plain = {_plain(name): name for name in _OPTIONS}
    for statement in top_statements(source.tree.body):
        match statement:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant() | ast.Dict() as value)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.Constant() | ast.Dict() as value)
            ):
                if name in {*_OPTIONS, *option_names()} or name in source.used or name.startswith("_"):
                    continue
                close = get_close_matches(_plain(name), plain, n=1, cutoff=0.8)
                if close and isinstance(value, ast.Dict) == (plain[close[0]] == "config"):
                    right = plain[close[0]]
                    yield source.mistake(
                        statement, f"there is no page option {name}: write {right} = {ast.unparse(value)}"
                    )


def _plain(name: str) -> str:
    return name.replace("_", "").lower()


def _without_effect(source: SourceFile) -> Iterator[Mistake]:
    for statement in top_statements(source.tree.body):
        match statement:
            case (
                ast.Assign(targets=[ast.Name("prerender")], value=ast.Constant(value=True | "auto"))
                | ast.AnnAssign(target=ast.Name("prerender"), value=ast.Constant(value=True | "auto"))
            ):
                why = "lissome has no prerendering yet, so each request is answered anew"
                yield source.warning(statement, f"{why}: delete this line")


def _config(source: SourceFile) -> Iterator[Mistake]:
    for statement in top_statements(source.tree.body):
        match statement:
            case (
                ast.Assign(targets=[ast.Name("config")], value=ast.Dict() as table)
                | ast.AnnAssign(target=ast.Name("config"), value=ast.Dict() as table)
            ):
                for key, value in zip(table.keys, table.values, strict=True):
                    if isinstance(key, ast.Constant):
                        yield from _config_entry(source, key, value)


def _config_entry(source: SourceFile, key: ast.Constant, value: ast.expr) -> Iterator[Mistake]:
    name = str(key.value)
    if name not in CONFIG_KEYS:
        close = get_close_matches(_plain(name), [_plain(known) for known in CONFIG_KEYS], n=1, cutoff=0.8)
        if close:
            right = next(known for known in CONFIG_KEYS if _plain(known) == close[0])
            yield source.mistake(key, f'config has no "{name}": write "{right}"')
        else:
            known = " and ".join(f'"{one}"' for one in CONFIG_KEYS)
            yield source.warning(key, f'config["{name}"] has no effect; lissome reads {known}: delete it')
        return
    number: Any = value.value if isinstance(value, ast.Constant) else 1
    if number is not None and (type(number) not in {int, float} or number <= 0):
        yield source.mistake(
            value,
            f'config["{name}"] is a number of seconds above 0, or None for no limit, not {number!r}: '
            f'write "{name}": 60',
        )


def _inside(source: SourceFile, function: Function) -> Iterator[Mistake]:
    """An option that is set inside a function, where it is a local variable."""
    read = names_read(function)
    for node in own_nodes(function.body):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if (
                name in {*_OPTIONS, *option_names()} and name not in read
            ):
                if name in option_names() and name not in _OPTIONS:
                    name = python_name(name)
                if _is_option_value(name, value):
                    yield source.mistake(
                        node,
                        f"{name} is a local variable here, and sets no page option: write it outside of "
                        f"{function.name}, at the left margin",
                    )


def _example(name: str) -> str:
    return {
        "trailing_slash": 'trailing_slash = "always"',
        "config": 'config = {"timeout": 60}',
    }.get(name, f"{name} = False")
