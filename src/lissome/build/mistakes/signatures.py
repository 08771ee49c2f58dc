"""Functions that lissome calls, and that cannot be called so."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from lissome.build.mistakes.inputs import behind_event, takes_input
from lissome.build.mistakes.mistake import Mistake
from lissome.build.mistakes.names import RESOLVE, NameScope, own_nodes
from lissome.build.mistakes.source_file import Function, SourceFile

# With how many positional arguments lissome calls a hook; others get the event alone. handle_fetch says for
# itself what it takes.
_ARGUMENTS: Final = MappingProxyType(
    {
        "init": (),
        "handle": ("event", "resolve"),
        "reroute": ("url",),
        "handle_error": ("caught",),
        "handle_fetch": None,
    }
)

_NO_DICT: Final = (ast.List, ast.ListComp, ast.Tuple, ast.Set, ast.SetComp, ast.JoinedStr)
_RESPONSES: Final = frozenset({"lissome.json", "lissome.text", "lissome.Response"})


def signatures(source: SourceFile) -> Iterator[Mistake]:
    """Find wrong parameters, generators, and actions that are no functions."""
    for name, function in source.handlers.items():
        yield from _parameters(source, name, function)
        yield from _form_in_place_of_event(source, name, function)
        yield from _generator(source, name, function)
        yield from _misplaced_failure(source, name, function)
        yield from _nothing_returned(source, name, function)
        yield from _returned_literal(source, name, function)
    yield from _actions(source)


def _parameters(source: SourceFile, name: str, function: Function) -> Iterator[Mistake]:
    wanted = _ARGUMENTS.get(name, ("event",))
    if wanted is None or source.is_wrapped(function) or _accepts(source, function, len(wanted), name):
        return
    given = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]
    kind = "async def" if isinstance(function, ast.AsyncFunctionDef) else "def"
    message = f"{name} is called with {_list(wanted)}: write {kind} {function.name}({', '.join(wanted)})"
    if wanted == ("event",) and len(given) > 1:
        message += f", and event.{given[-1]} where you need {given[-1]}" if given[-1] in _MEMBERS else ""
    if name == "handle_error":
        message += "; it has caught.error, .event, .status, .message and .kind"
    if name.startswith("actions"):
        message += f", or annotate a form: {function.name}(event, form: MyModel)"
    yield source.mistake(function, message)


def _form_in_place_of_event(source: SourceFile, name: str, function: Function) -> Iterator[Mistake]:
    """An action whose one parameter is a model: it would be given the event."""
    given = [*function.args.posonlyargs, *function.args.args]
    match given:
        case [ast.arg(arg=form, annotation=ast.Name(id=model))] if (
            name.startswith("actions") and not function.decorator_list and model in source.models
        ):
            kind = "async def" if isinstance(function, ast.AsyncFunctionDef) else "def"
            message = f"the first parameter of an action is the event: write {kind} {function.name}"
            yield source.mistake(function, f"{message}(event, {form}: {model})")


_MEMBERS: Final = frozenset({"params", "url", "cookies", "locals", "request", "fetch", "parent", "route"})


def _accepts(source: SourceFile, function: Function, count: int, name: str) -> bool:
    given = function.args
    if takes_input(name):  # `inputs` judges what is annotated, or named like a parameter of the route
        has_event = bool(given.posonlyargs or given.args or given.vararg)
        return has_event and all(
            argument.annotation is not None or default is not None or argument.arg in source.params
            for argument, default in behind_event(function)
        )
    positional = [*given.posonlyargs, *given.args]
    required = len(positional) - len(given.defaults)
    if any(default is None for default in given.kw_defaults):
        return False
    return required <= count and (given.vararg is not None or len(positional) >= count)


def _list(names: tuple[str, ...]) -> str:
    return f"{' and '.join(names)}, and nothing else" if names else "nothing"


def _generator(source: SourceFile, name: str, function: Function) -> Iterator[Mistake]:
    if name == "init":
        return
    for node in own_nodes(function.body):
        if isinstance(node, (ast.Yield, ast.YieldFrom)):
            advice = (
                "return a starlette StreamingResponse of a generator"
                if source.kind == "+server.py"
                else "return the data; a value that is an awaitable is streamed"
                if name == "load"
                else "return instead"
            )
            yield source.mistake(node, f"{name} cannot be a generator: {advice}")
            return


def _misplaced_failure(source: SourceFile, name: str, function: Function) -> Iterator[Mistake]:
    """`return fail(…)` outside of actions."""
    if name.startswith("actions") or function in _action_functions(source):
        return
    scope = source.names.inside(function)
    instead = "error(404, …)" if source.kind != "+server.py" else "return json({…}, status=422)"
    for node in own_nodes(function.body):
        match node:
            case ast.Return(value=ast.Call(func=func)) if scope.dotted(func) == "lissome.fail":
                yield source.mistake(node, f"fail() is for form actions, and {name} is none: write {instead}")


def _nothing_returned(source: SourceFile, name: str, function: Function) -> Iterator[Mistake]:
    """A handle that drops the response, an endpoint without one, an `init` that returns its state."""
    nodes = list(own_nodes(function.body))
    returned = [node for node in nodes if isinstance(node, ast.Return) and not _is_none(node.value)]
    if name == "init":
        if returned and not any(isinstance(node, (ast.Yield, ast.YieldFrom)) for node in nodes):
            how = "write yield State(…), and what closes it behind that"
            yield source.mistake(returned[0], f"what requests get as event.app is yielded by init: {how}")
        return
    if returned or any(isinstance(node, (ast.Raise, ast.Yield, ast.YieldFrom)) for node in nodes):
        return
    scope = source.names.inside(function)
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    if name == "handle" and any(scope.dotted(call.func) == RESOLVE for call in calls):
        yield source.mistake(function, "handle returns nothing: write return await resolve(event)")
    elif source.kind == "+server.py" and not _is_stub(function) and not _may_raise(calls, scope):
        yield source.warning(
            function, f"{name} returns nothing: write return json(…), or return Response(status_code=204)"
        )


def _may_raise(calls: list[ast.Call], scope: NameScope) -> bool:
    """True if a call may end the request: `redirect()`, `error()`, or a function of the app's own."""
    return any(
        scope.dotted(call.func) in {"lissome.redirect", "lissome.error"} or isinstance(call.func, ast.Name)
        for call in calls
    )


def _is_none(node: ast.expr | None) -> bool:
    return node is None or (isinstance(node, ast.Constant) and node.value is None)


def _is_stub(function: Function) -> bool:
    return all(
        isinstance(node, ast.Pass) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        for node in function.body
    )


def _action_functions(source: SourceFile) -> list[Function]:
    return [function for name, function in source.handlers.items() if name.startswith("actions")]


def _returned_literal(source: SourceFile, name: str, function: Function) -> Iterator[Mistake]:
    """A load that returns what is no dict."""
    if name != "load":
        return
    scope = source.names.inside(function)
    for node in own_nodes(function.body):
        match node:
            case ast.Return(value=ast.Call(func=func)) if scope.dotted(func) in _RESPONSES:
                yield source.mistake(
                    node,
                    "load returns a dict, not a response: write return {…}, or move this to a +server.py",
                )
            case ast.Return(
                value=(
                    ast.List() | ast.ListComp() | ast.Tuple() | ast.Set() | ast.SetComp() | ast.JoinedStr()
                ) as value
            ):
                yield source.mistake(node, _not_a_dict(value))
            case ast.Return(value=ast.Constant(value=literal) as value) if literal is not None:
                yield source.mistake(node, _not_a_dict(value))


def _not_a_dict(value: ast.expr) -> str:
    text = ast.unparse(value)
    text = text if len(text) <= 40 else "…"
    return f'load returns a dict, by whose keys the page finds its data: write return {{"items": {text}}}'


def _actions(source: SourceFile) -> Iterator[Mistake]:
    seen: set[str] = set()
    for name, value in source.actions:
        if name in seen:
            yield source.mistake(
                value, f'actions has "{name}" twice, and only the last one counts: rename one'
            )
        seen.add(name)
        if name.startswith(("?", "/")):
            bare = name.lstrip("?/")
            yield source.mistake(value, f'the name of an action has no "?/": write "{bare}", not "{name}"')
        match value:
            case ast.Call(func=ast.Name(id=called), args=[]) if _is_action(source.functions.get(called)):
                yield source.mistake(
                    value, f'an action is the function, not its result: write "{name}": {called}'
                )
            case ast.Constant() | ast.Dict() | ast.List() | ast.Tuple() | ast.JoinedStr():
                written = ast.unparse(value)
                yield source.mistake(
                    value,
                    f'an action is a function, not {written[:40]}: write "{name}": {_function_name(name)}',
                )


def _is_action(function: Function | None) -> bool:
    """True for what is an action itself, and not a function that makes one."""
    if function is None:
        return False
    return isinstance(function, ast.AsyncFunctionDef) or bool(function.args.args)


def _function_name(name: str) -> str:
    return name if name.isidentifier() else "function"
