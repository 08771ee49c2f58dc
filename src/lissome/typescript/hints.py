"""The annotations of functions and classes, evaluated as far as they can be."""

from __future__ import annotations

import ast
import inspect
import sys
import typing
from types import ModuleType, UnionType
from typing import Any, Final, Union, get_args, get_origin

from typing_extensions import TypeAliasType

# An annotation that names more than this many names that are not there is given up.
_MOST_NAMES: Final = 100


class _NotFound(type):
    """The class of `Unknown`, which can stand anywhere in an annotation: `Unknown | None`, `Unknown[int]`."""

    def __getitem__(cls, _arguments: object) -> type:
        return cls

    def __getattr__(cls, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return cls


class Unknown(metaclass=_NotFound):
    """The meaning of a name that cannot be found; ``any`` in TypeScript."""


def hints_of(owner: Any) -> dict[str, Any]:
    """Return the annotations of a function or class, with `Annotated`, `NotRequired` and the like.

    A name that only type checkers know is looked up in what the module imports below ``if TYPE_CHECKING``;
    one that cannot be found is `Unknown`.
    """
    names: dict[str, Any] = {}
    for _ in range(_MOST_NAMES):
        try:
            return typing.get_type_hints(owner, localns=names or None, include_extras=True)
        except NameError as failure:
            if not failure.name or failure.name in names:
                break
            names[failure.name] = _typing_only(owner, failure.name)
        except Exception:  # noqa: BLE001 - an annotation may be any expression
            break
    return dict.fromkeys(getattr(owner, "__annotations__", {}), Unknown)


def value_of(alias: TypeAliasType) -> Any:
    """Return the annotation that an alias stands for."""
    attributes = {"__annotations__": {"value": alias.__value__}, "__module__": alias.__module__}
    return hints_of(type(alias.__name__, (), attributes))["value"]


def union_members(annotation: Any) -> tuple[Any, ...]:
    """Return the members of a union; a type that is none is the only one."""
    return get_args(annotation) if get_origin(annotation) in (Union, UnionType) else (annotation,)


def _typing_only(owner: Any, name: str) -> Any:
    """Return what a name means to type checkers in the module of a function or class, or its bases."""
    owners = inspect.getmro(owner) if inspect.isclass(owner) else [owner]
    for each in owners:
        module = sys.modules.get(getattr(each, "__module__", None) or "")
        found = Unknown if module is None else _import_typing_only(module, name)
        if found is not Unknown:
            return found
    return Unknown


def _import_typing_only(module: ModuleType, name: str) -> Any:
    for statement in _typing_imports(module):
        if any((alias.asname or alias.name.partition(".")[0]) == name for alias in statement.names):
            scope: dict[str, Any] = {"__name__": module.__name__, "__package__": module.__package__}
            code = compile(ast.Module([statement], []), module.__file__ or "", "exec")
            try:
                exec(code, scope)  # noqa: S102 - an import of the app's own
            except Exception:  # noqa: BLE001 - a stub, or a package that is not installed
                return Unknown
            return scope.get(name, Unknown)
    return Unknown


def _typing_imports(module: ModuleType) -> list[ast.Import | ast.ImportFrom]:
    """Return the imports below ``if TYPE_CHECKING`` at the top level of a module."""
    try:
        tree = ast.parse(inspect.getsource(module))
    except (OSError, SyntaxError, TypeError):  # there is no source
        return []
    tests = [node for node in tree.body if isinstance(node, ast.If) and _is_type_checking(node.test)]
    return [
        node for test in tests for node in ast.walk(test) if isinstance(node, (ast.Import, ast.ImportFrom))
    ]


def _is_type_checking(test: ast.expr) -> bool:
    return ast.unparse(test).rpartition(".")[2] == "TYPE_CHECKING"
