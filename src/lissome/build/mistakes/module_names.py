"""Names in route and hooks files that lissome does not read, and that were probably meant for it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from difflib import get_close_matches
from types import MappingProxyType
from typing import Final

from lissome.build.analyse import METHODS, top_statements
from lissome.build.mistakes.mistake import Mistake
from lissome.build.mistakes.names import EVENT, arguments_of
from lissome.build.mistakes.source_file import HOOKS, READ, SourceFile
from lissome.page_options import option_names, python_name

_VERBS: Final = frozenset(METHODS) - {"fallback"}
_OPTIONS: Final = tuple(map(python_name, option_names()))
# How each name is written.
_EXAMPLES: Final = MappingProxyType(
    {
        "load": "async def load(event)",
        "actions": 'actions = {"create": create}',
        "guard": "async def guard(event)",
        "init": "async def init()",
        "handle": "async def handle(event, resolve)",
        "handle_error": "async def handle_error(caught)",
        "handle_fetch": "async def handle_fetch(*, event, request, fetch)",
        "reroute": "def reroute(url)",
        "Locals": "class Locals",
        "transport": 'transport = {"Vector": encode}',
    }
)
# Names of other frameworks, and of SvelteKit where lissome has another one.
_SYNONYMS: Final = MappingProxyType(
    {
        "+page.server.py": {"loader": "load", "action": "actions", "get_server_side_props": "load"},
        "+layout.server.py": {"loader": "load"},
        "+server.py": {"handler": "GET", "handle": "GET", "endpoint": "GET"},
        "hooks.server.py": {
            "middleware": "handle",
            "on_error": "handle_error",
            "startup": "init",
            "lifespan": "init",
        },
        "guard.py": {"check": "guard", "handle": "guard", "load": "guard", "protect": "guard"},
    }
)
# Where a name of another kind of file belongs.
_HOMES: Final = MappingProxyType(
    {
        "load": "+page.server.py or +layout.server.py",
        "actions": "+page.server.py",
        "guard": "guard.py",
        **dict.fromkeys(HOOKS, "src/hooks.server.py"),
        **dict.fromkeys(_VERBS, "+server.py"),
    }
)
_ABSENT: Final = MappingProxyType(
    {
        "entries": "lissome has no prerendering yet, so entries is never read: delete it",
        **dict.fromkeys(
            ("handle_validation_error", "handleValidationError"),
            "lissome has no remote functions yet, so this hook is never called: delete it",
        ),
    }
)


def module_names(source: SourceFile) -> Iterator[Mistake]:
    """Find wrong names, and files that define nothing that lissome reads."""
    if not source.kind:
        return
    yield from _twice(source)
    wrong = [mistake for name, node in _defined(source) for mistake in _wrong_name(source, name, node)]
    yield from wrong
    yield from _misplaced_actions(source)
    if not wrong:
        yield from _nothing(source)


def _misplaced_actions(source: SourceFile) -> Iterator[Mistake]:
    if source.kind != "+page.server.py":
        for function in source.marked.values():
            yield source.mistake(
                function, f"{source.kind} has no form actions: {_move(source.kind, 'actions')}"
            )


def _twice(source: SourceFile) -> Iterator[Mistake]:
    """Two definitions of a name that lissome reads, of which only the last one counts."""
    lines: dict[str, int] = {}
    for node in source.tree.body:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                called = name in READ[source.kind] or name in {one for one, _ in source.actions}
                if called and name in lines and not node.decorator_list:
                    first = f"{name} is defined in line {lines[name]} already"
                    yield source.mistake(node, f"{first}, and only this one counts: delete one")
                lines[name] = node.lineno


def _defined(source: SourceFile) -> Iterator[tuple[str, ast.stmt]]:
    """Yield the functions and variables of a module; imported names are somebody else's."""
    for statement in top_statements(source.tree.body):
        match statement:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name, statement
            case ast.Assign(targets=targets):
                yield from ((target.id, statement) for target in targets if isinstance(target, ast.Name))
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name, statement


def _wrong_name(source: SourceFile, name: str, node: ast.stmt) -> Iterator[Mistake]:
    is_function = isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    read = READ[source.kind]
    if node in source.marked.values():
        return
    if name in _ABSENT and name not in source.used:
        yield source.warning(node, _ABSENT[name])
    elif name in read:
        yield from _wrong_form(source, name, node)
    elif name in {*_OPTIONS, *option_names()} or name.startswith("_") or name in source.used:
        return
    elif name in _HOMES and (is_function or name == "actions") and _looks_called(source, name, node):
        yield source.mistake(node, f"{source.kind} has no {name}: {_move(source.kind, name)}")
    elif (meant := _meant(source.kind, name)) and _fits(source, meant, node):
        yield source.mistake(node, f"lissome does not read {name}: write {_example(meant)}")
    elif source.kind == "+page.server.py" and name == "default" and _has_event(source, node):
        yield source.mistake(
            node, 'an action is found by its entry in actions: write actions = {"default": default} below it'
        )


def _move(kind: str, name: str) -> str:
    if (kind, name) == ("+layout.server.py", "actions"):
        form = '<form method="POST" action="/logout">'
        return f"move it to a page's +page.server.py, and name that page in the form: {form}"
    return f"move it to {_HOMES[name]}"


def _meant(kind: str, name: str) -> str | None:
    """Return the name of this kind of file that a similar one was probably meant to be."""
    if name in _SYNONYMS[kind]:
        return _SYNONYMS[kind][name]
    plain = {_plain(known): known for known in READ[kind]}
    if (text := _plain(name)) in plain:
        return plain[text]
    if kind == "+server.py":
        return None  # GET and get differ enough from get_user, and PUT from put_all
    close = get_close_matches(text, plain, n=1, cutoff=0.83)
    return plain[close[0]] if close else None


def _plain(name: str) -> str:
    return name.replace("_", "").lower()


def _fits(source: SourceFile, meant: str, node: ast.stmt) -> bool:
    """True if what has the wrong name is of the kind of the right one."""
    if isinstance(node, ast.ClassDef):
        return meant == "Locals"
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        if meant in {"transport", "Locals"}:
            return False
        return source.kind == "hooks.server.py" or _looks_called(source, meant, node)
    value = getattr(node, "value", None)
    if meant in {"actions", "transport"}:
        return isinstance(value, ast.Dict)
    return isinstance(value, ast.Lambda)


def _looks_called(source: SourceFile, name: str, node: ast.stmt) -> bool:
    """True if a function takes an event, as those do that lissome calls; a helper takes something else."""
    if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return name == "actions" and isinstance(getattr(node, "value", None), ast.Dict)
    return name in {"init", "reroute"} or _has_event(source, node) or not arguments_of(node)


def _has_event(source: SourceFile, node: ast.stmt) -> bool:
    if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return False
    arguments = arguments_of(node)
    scope = source.names.inside(node)
    return bool(arguments) and scope.means.get(arguments[0].arg) == EVENT


def _wrong_form(source: SourceFile, name: str, node: ast.stmt) -> Iterator[Mistake]:
    """A name that is read, and is no function or dict."""
    is_function = isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    if name == "actions" and (is_function or isinstance(node, ast.ClassDef)):
        yield source.mistake(node, f"actions is a dict of functions: write {_EXAMPLES['actions']}")
    elif name in {"actions", "transport", "Locals"} or is_function:
        return
    elif isinstance(node, ast.ClassDef):
        yield source.mistake(node, f"{name} must be a function: write {_example(name)}")
    else:
        value = getattr(node, "value", None)
        if isinstance(value, (ast.Constant, ast.Dict, ast.List, ast.Tuple, ast.Set, ast.JoinedStr)):
            yield source.mistake(
                node, f"{name} must be a function, not {ast.unparse(value)[:40]}: write {_example(name)}"
            )


def _nothing(source: SourceFile) -> Iterator[Mistake]:
    """A file in which lissome finds nothing to read."""
    named = {name for name, _ in _defined(source)} | set(source.names.means)
    starred = any(
        isinstance(node, ast.ImportFrom) and node.names[0].name == "*" for node in ast.walk(source.tree)
    )
    options = () if source.kind in {"hooks.server.py", "guard.py"} else (*_OPTIONS, *option_names())
    if starred or source.marked or named & {*READ[source.kind], *options}:
        return
    if source.kind == "guard.py":
        yield source.mistake(
            source.tree, f"guard.py has no function guard, so it protects nothing: write {_EXAMPLES['guard']}"
        )
    elif source.kind != "hooks.server.py":
        message = f"{source.kind} has neither {_wanted(source.kind)}, so it does nothing"
        yield source.warning(source.tree, f"{message}: write {_first(source.kind)}")


def _wanted(kind: str) -> str:
    return {
        "+page.server.py": "load nor actions nor a page option",
        "+layout.server.py": "load nor a page option",
        "+server.py": "GET nor another method",
    }[kind]


def _first(kind: str) -> str:
    return _example("GET") if kind == "+server.py" else _example("load")


def _example(name: str) -> str:
    return _EXAMPLES.get(name, f"async def {name}(event)")
