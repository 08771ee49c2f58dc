"""The declarations of a route's Python modules, in TypeScript."""

from __future__ import annotations

import inspect
import json
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from types import ModuleType, NoneType, UnionType
from typing import Annotated, Any, Final, Union, get_args, get_origin

from typing_inspection.typing_objects import is_typealiastype

from lissome.control import ActionFailure
from lissome.control_flow import HttpError, Redirect
from lissome.server.inputs.action import Action
from lissome.server.startup.routes import METHODS
from lissome.typescript.annotations import Types
from lissome.typescript.containers import union
from lissome.typescript.hints import Unknown, hints_of, value_of
from lissome.typescript.refusals import refusal
from lissome.typescript.scalars import Wire

_HEAD: Final = "// made by lissome, of annotations in Python"
_KIT: Final = "import type * as Kit from '@sveltejs/kit';"
# Not void: SvelteKit takes that for a function that nobody calls for its result.
_NOTHING: Final = "undefined"


@dataclass(slots=True)
class ModuleTypes:
    """The types of a module of a route.

    Attributes:
        text: the declarations, for a `.d.ts` file.
        load: the module has a load.
        actions: it has form actions.
        unannotated: the functions whose data is `any`, because they do not say what they return.
    """

    text: str
    load: bool = False
    actions: bool = False
    unannotated: list[Callable[..., Any]] = field(default_factory=list)


def node_types(
    load: Callable[..., Any] | None,
    actions: Mapping[str, Action] | None,
    transported: Mapping[type | str, str],
) -> ModuleTypes:
    """Return the types of a `+page.server.py` or `+layout.server.py`.

    Args:
        transported: the types of the app's own classes in TypeScript.
    """
    types = Types(transported=transported)
    lines = [] if load is None else [_load(load, types)]
    if actions is not None:
        lines += ["export const actions: {", *_actions(actions, types), "};"]
    functions = [*([] if load is None else [load]), *(action.run for action in (actions or {}).values())]
    unannotated = [function for function in functions if not _says_return(function)]
    return ModuleTypes(_text(types, lines), load is not None, actions is not None, unannotated)


def unknown_node(*, load: bool, actions: bool) -> ModuleTypes:
    """Return the types of a module that cannot be imported: `any` for whatever it has."""
    lines = ["export function load(event: unknown): Promise<Record<string, any>>;"] if load else []
    lines += ["export const actions: Record<string, (event: unknown) => Promise<any>>;"] if actions else []
    return ModuleTypes(_text(Types(), lines), load, actions)


def endpoint_types(module: ModuleType) -> ModuleTypes:
    """Return the types of a `+server.py`: what its answers hold as JSON, by method."""
    types = Types(Wire.JSON)
    handlers = {name: getattr(module, name) for name in METHODS if callable(getattr(module, name, None))}
    members = [f"\t{name}: {_union(handler, types.of)};" for name, handler in handlers.items()]
    return ModuleTypes(_text(types, ["export interface EndpointData {", *members, "}"]))


def _text(types: Types, lines: list[str]) -> str:
    declared = [f"export type {name} = {text};" for name, text in types.declared.items()]
    return "\n".join([_HEAD, _KIT, "", *declared, *lines, ""])


def _load(load: Callable[..., Any], types: Types) -> str:
    data = _union(load, types.of)
    known = {"any": "Record<string, any>", "never": _NOTHING}.get(data, data)
    return f"export function load(event: unknown): Promise<{known}>;"


def _actions(actions: Mapping[str, Action], types: Types) -> Iterator[str]:
    forms = [action.form.shape for action in actions.values() if action.form is not None]
    refused = f"Kit.ActionFailure<{types.declare('Refusal', refusal(forms))}>" if forms else ""
    for name, action in actions.items():
        results = [_union(action.run, partial(_action_result, types))]
        if action.form is not None:
            results.append(refused)
        result = union(results)
        known = _NOTHING if result == "never" else result
        yield f"\t{json.dumps(name)}: (event: unknown) => Promise<{known}>;"


def _action_result(types: Types, annotation: Any) -> str:
    if (get_origin(annotation) or annotation) is not ActionFailure:
        return types.of(annotation)
    (data,) = get_args(annotation) or (Any,)
    return f"Kit.ActionFailure<{types.of(data)}>"


def _union(function: Callable[..., Any], translate: Callable[[Any], str]) -> str:
    """Return the type of what a function returns to the framework."""
    returned = hints_of(_defined(function)).get("return", Unknown)
    data = [each for each in _returned(returned) if not _ends(each)]
    return union(_NOTHING if each is None or each is NoneType else translate(each) for each in data)


def _returned(annotation: Any, inside: tuple[Any, ...] = ()) -> Iterator[Any]:
    """Yield the types that a function returns: it may name them, and it may return what is awaited then."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (Awaitable, Coroutine):
        yield from _returned(arguments[-1], inside)
    elif origin is Annotated:
        yield from _returned(arguments[0], inside)
    elif origin in (Union, UnionType):
        for each in arguments:
            yield from _returned(each, inside)
    elif is_typealiastype(annotation) and annotation not in inside:
        yield from _returned(value_of(annotation), (*inside, annotation))
    else:
        yield annotation


def _ends(annotation: Any) -> bool:
    """Return True for what is returned in place of data."""
    return isinstance(annotation, type) and issubclass(annotation, (HttpError, Redirect))


def _defined(function: Callable[..., Any]) -> Any:
    """Return the function that has the annotations."""
    unwrapped: Any = inspect.unwrap(function)
    while isinstance(unwrapped, partial):
        unwrapped = inspect.unwrap(unwrapped.func)
    return unwrapped if inspect.isroutine(unwrapped) else type(unwrapped).__call__


def _says_return(function: Callable[..., Any]) -> bool:
    return "return" in getattr(_defined(function), "__annotations__", {})
