"""TypeScript types from the annotations of Python route modules, read from the syntax tree.

A script of the standard library alone, run like analyse.py:

    python -I annotations.py src/routes/+page.server.py …

It prints JSON: one object per file, ``{"load": type or null, "actions": type or null}``. What it does not
know becomes ``any``, so an annotation can make types better and never wrong.
"""

from __future__ import annotations

import ast
import json
import sys
import tokenize
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

SIMPLE = MappingProxyType(
    {
        "str": "string",
        "int": "number",
        "float": "number",
        "bool": "boolean",
        "None": "null",
        "object": "unknown",
        "bytes": "Uint8Array",
        "datetime": "Date",
        "dict": "Record<string, any>",
        "list": "any[]",
        "tuple": "any[]",
        "set": "Set<any>",
        "frozenset": "Set<any>",
    }
)
# Generic types: their names, the TypeScript type, and which argument goes into it.
SHAPES = (
    (frozenset({"list", "Sequence", "Iterable", "Collection", "deque"}), "Array<{}>", 0),
    (frozenset({"set", "frozenset", "Set", "AbstractSet", "MutableSet"}), "Set<{}>", 0),
    (frozenset({"dict", "Mapping", "MutableMapping", "defaultdict"}), "Record<string, {}>", -1),
    (frozenset({"Awaitable", "Coroutine", "Future", "Task"}), "Promise<{}>", -1),
    (
        frozenset({"Annotated", "Required", "NotRequired", "ReadOnly", "Final", "ClassVar", "ActionFailure"}),
        "{}",
        0,
    ),
)
OBJECT_BASES = frozenset({"TypedDict", "BaseModel", "NamedTuple", "Struct"})

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass
class Types:
    """Translates annotations of one module.

    Attributes:
        classes: the module's classes, by name.
        open: classes on the way from the outermost type to this one: a recursive type has no end as text.
    """

    classes: dict[str, ast.ClassDef]
    open: list[str] = field(default_factory=list)

    def translate(self, annotation: ast.expr | None) -> str:
        """The TypeScript type of an annotation; ``any`` for none and for what is unknown."""
        match annotation:
            case ast.Constant(value=str(text)):
                return self._text(text)
            case ast.Name() | ast.Attribute():
                return self._named(_last_name(annotation))
            case ast.BinOp(op=ast.BitOr(), left=left, right=right):
                return union([self.translate(left), self.translate(right)])
            case ast.Subscript(value=value, slice=ast.Tuple(elts=arguments)):
                return self._generic(_last_name(value), arguments)
            case ast.Subscript(value=value, slice=argument):
                return self._generic(_last_name(value), [argument])
        return "null" if isinstance(annotation, ast.Constant) and annotation.value is None else "any"

    def _text(self, text: str) -> str:
        try:
            return self.translate(ast.parse(text, mode="eval").body)
        except SyntaxError:
            return "any"

    def _named(self, name: str) -> str:
        known = SIMPLE.get(name, "any")
        return self._object(name) if name in self.classes and name not in self.open else known

    def _generic(self, name: str, arguments: list[ast.expr]) -> str:
        if name == "Literal":
            return union([_literal(argument) for argument in arguments])
        inner = [self.translate(argument) for argument in arguments]
        if name in {"Optional", "Union"}:
            return union(inner if name == "Union" else [*inner, "null"])
        if name == "tuple":
            return f"Array<{inner[0]}>" if _is_ellipsis(arguments[-1]) else f"[{', '.join(inner)}]"
        for names, shape, position in SHAPES:
            if name in names:
                return shape.format(inner[position])
        return "any"

    def _object(self, name: str) -> str:
        """A class of data as an object type; any other class is sent by a transport hook: ``any``."""
        if not self._is_data(self.classes[name]):
            return "any"
        self.open.append(name)
        members = "; ".join(self._members(self.classes[name]).values())
        self.open.pop()
        return f"{{ {members} }}" if members else "{}"

    def _is_data(self, definition: ast.ClassDef) -> bool:
        bases = {_last_name(base) for base in definition.bases}
        decorators = {_last_name(_callee(decorator)) for decorator in definition.decorator_list}
        inherits = any(self._is_data(self.classes[base]) for base in bases if base in self.classes)
        return bool(bases & OBJECT_BASES) or "dataclass" in decorators or inherits

    def _members(self, definition: ast.ClassDef) -> dict[str, str]:
        members: dict[str, str] = {}
        for base in definition.bases:
            if (parent := _last_name(base)) in self.classes:
                members |= self._members(self.classes[parent])
        partial = any(
            keyword.arg == "total" and ast.unparse(keyword.value) == "False"
            for keyword in definition.keywords
        )
        for statement in definition.body:
            match statement:
                case ast.AnnAssign(target=ast.Name(id=key), annotation=annotation) if not key.startswith("_"):
                    optional = "?" if partial or _is_not_required(annotation) else ""
                    members[key] = f"{json.dumps(key)}{optional}: {self.translate(annotation)}"
        return members


def union(types: Iterable[str]) -> str:
    """A union of types, each named once; ``any`` swallows the others."""
    distinct = list(dict.fromkeys(types))
    return "any" if "any" in distinct or not distinct else " | ".join(distinct)


def describe(source: str) -> dict[str, str | None]:
    """The types of a module's load and actions; null where there is no such function."""
    body = ast.parse(source).body
    types = Types({node.name: node for node in body if isinstance(node, ast.ClassDef)})
    functions = {node.name: node for node in body if isinstance(node, Function)}
    returned = [types.translate(action.returns) for action in _actions(body, functions)]
    return {
        "load": _load_type(functions["load"], types) if "load" in functions else None,
        "actions": union([*returned, "null"]) if returned else None,
    }


def _load_type(load: Function, types: Types) -> str:
    return "Record<string, any>" if load.returns is None else types.translate(load.returns)


def _actions(body: list[ast.stmt], functions: dict[str, Function]) -> list[Function]:
    for statement in body:
        match statement:
            case ast.Assign(targets=[ast.Name(id="actions")], value=ast.Dict(values=values)):
                names = [value.id for value in values if isinstance(value, ast.Name)]
                return [functions[name] for name in names if name in functions]
    return []


def _last_name(node: ast.expr) -> str:
    """``datetime`` of ``datetime.datetime``."""
    if isinstance(node, ast.Subscript):
        return _last_name(node.value)
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _callee(decorator: ast.expr) -> ast.expr:
    return decorator.func if isinstance(decorator, ast.Call) else decorator


def _literal(node: ast.expr) -> str:
    return json.dumps(node.value) if isinstance(node, ast.Constant) and node.value is not ... else "any"


def _is_ellipsis(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is ...


def _is_not_required(annotation: ast.expr) -> bool:
    return isinstance(annotation, ast.Subscript) and _last_name(annotation.value) == "NotRequired"


def _describe_file(path: str) -> dict[str, str | None]:
    try:
        with tokenize.open(path) as file:
            return describe(file.read())
    except (SyntaxError, UnicodeDecodeError):  # the build says so, with the place
        return {"load": None, "actions": None}


def main(paths: list[str]) -> None:
    json.dump([_describe_file(path) for path in paths], sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1:])
