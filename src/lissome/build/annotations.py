"""Translates the annotations of Python route modules to TypeScript types, from the syntax tree.

A script that uses the standard library alone, run like analyse.py:

    python -I annotations.py src/routes/+page.server.py …

It prints JSON: one object per file, ``{"load": type or null, "actions": type or null}``. Classes and aliases
are followed through the app's modules (``from lib.server.views import Role``). Unknown types become ``any``,
so an annotation can improve types but never make them wrong.
"""

from __future__ import annotations

import ast
import json
import sys
import tokenize
from dataclasses import dataclass, field
from pathlib import Path
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
        "date": "string",
        "time": "string",
        "timedelta": "number",
        "Decimal": "string",
        "UUID": "string",
        "Path": "string",
        "dict": "Record<string, any>",
        "list": "any[]",
        "tuple": "any[]",
        "set": "Set<any>",
        "frozenset": "Set<any>",
        # what is returned instead of data: such a member of a union vanishes
        "Redirect": "never",
        "HttpError": "never",
        "NoReturn": "never",
    }
)
# Names that `lissome` exports; other modules may call something else so.
OF_LISSOME = MappingProxyType(
    {
        "ArrayBuffer": "ArrayBuffer",
        "BigInt": "bigint",
        "Map": "Map<any, any>",
        "RegExp": "RegExp",
        "SearchParams": "URLSearchParams",
        "URL": "URL",
        "Url": "URL",
        "UrlSearchParams": "URLSearchParams",
    }
)
# Generic types: their names, the TypeScript type, and the index of the argument that it takes.
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

ENUM_BASES = frozenset({"Enum", "StrEnum", "IntEnum"})

Function = ast.FunctionDef | ast.AsyncFunctionDef
# The definition of a name: a class, or the right-hand side of an alias.
Definition = ast.ClassDef | ast.expr


@dataclass
class ModuleScope:
    """The names that one Python file defines and imports.

    Attributes:
        definitions: classes, and aliases such as ``Role = Literal["a", "b"]``.
        imports: by local name, the module and the name in it.
    """

    definitions: dict[str, Definition] = field(default_factory=dict)
    imports: dict[str, tuple[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, tree: ast.Module) -> ModuleScope:
        module = cls()
        for node in ast.walk(tree):  # imports may be below `if TYPE_CHECKING`
            match node:
                case ast.ImportFrom(module=str(source), names=names, level=0):
                    module.imports |= {name.asname or name.name: (source, name.name) for name in names}
        for statement in tree.body:
            match statement:
                case ast.ClassDef(name=name):
                    module.definitions[name] = statement
                case (
                    ast.Assign(targets=[ast.Name(id=name)], value=value)
                    | ast.AnnAssign(
                        target=ast.Name(id=name), annotation=ast.Name("TypeAlias"), value=ast.expr() as value
                    )
                ):
                    module.definitions[name] = value
                case _ if type(statement).__name__ == "TypeAlias":  # Python 3.12: type Role = …
                    module.definitions[statement.name.id] = statement.value  # type: ignore[attr-defined]  # unknown to Python 3.11
        return module


@dataclass
class Sources:
    """The app's modules, each read once.

    Attributes:
        root: the folder that contains `lib`; None if there is none.
    """

    root: Path | None = None
    modules: dict[str, ModuleScope] = field(default_factory=dict)

    def module(self, name: str) -> ModuleScope:
        """Return the module with this dotted name; an empty one if it is not the app's, or cannot be read."""
        if name not in self.modules:
            self.modules[name] = self._read(name)
        return self.modules[name]

    def _read(self, name: str) -> ModuleScope:
        if self.root is not None:
            stem = self.root / name.replace(".", "/")
            for path in (stem.with_name(f"{stem.name}.py"), stem / "__init__.py"):
                if path.is_file():
                    try:
                        return ModuleScope.of(_parse(path))
                    except (SyntaxError, UnicodeDecodeError):
                        break
        return ModuleScope()

    def find(self, module: ModuleScope, name: str) -> tuple[ModuleScope, Definition] | None:
        """Return the module and the definition of a name, following imports; None if it is not in the app."""
        seen = set()
        while name not in module.definitions:
            if name not in module.imports or (id(module), name) in seen:
                return None
            seen.add((id(module), name))
            source, name = module.imports[name]
            module = self.module(source)
        return module, module.definitions[name]


@dataclass
class Types:
    """Translates annotations of one module.

    Attributes:
        module: the module in which names are looked up.
        open: the definitions that contain this one: a recursive type would be an endless text.
    """

    sources: Sources
    module: ModuleScope
    open: tuple[Definition, ...] = ()

    def translate(self, annotation: ast.expr | None) -> str:
        """Return the TypeScript type of an annotation; ``any`` for a missing or unknown one."""
        match annotation:
            case ast.Constant(value=str(text)):
                return self._text(text)
            case ast.Name() | ast.Attribute():
                return self._named(*self._lookup(annotation))
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

    def _lookup(self, name: ast.Name | ast.Attribute) -> tuple[ModuleScope, str]:
        """Return the module to look a name up in, and the name there: ``views.Role`` is Role in views."""
        match name:
            case ast.Attribute(value=ast.Name(id=owner), attr=attribute) if owner in self.module.imports:
                return self.sources.module(".".join(self.module.imports[owner])), attribute
            case ast.Attribute(attr=attribute):
                return ModuleScope(), attribute
        return self.module, name.id

    def _named(self, module: ModuleScope, name: str) -> str:
        found = self.sources.find(module, name)
        if found is None:
            source, original = module.imports.get(name, ("", ""))
            return SIMPLE.get(name, "any") if source != "lissome" else OF_LISSOME.get(original, "any")
        home, definition = found
        if any(definition is outer for outer in self.open):
            return "any"
        inner = Types(self.sources, home, (*self.open, definition))
        return inner.object(definition) if isinstance(definition, ast.ClassDef) else inner.alias(definition)

    def alias(self, value: ast.expr) -> str:
        """Return the type of an alias, given the right-hand side of its assignment."""
        match value:
            case ast.Call(func=ast.Name("NewType"), args=[_, base]):
                return self.translate(base)
            case ast.Call() | ast.Constant():
                return "any"
        return self.translate(value)

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

    def object(self, definition: ast.ClassDef) -> str:
        """Return the object type of a data class; other classes need a transport hook, and are ``any``."""
        if {_last_name(base) for base in definition.bases} & ENUM_BASES:
            return _enum(definition)
        if not self.is_data(definition):
            return "any"
        members = "; ".join(self.members(definition).values())
        return f"{{ {members} }}" if members else "{}"

    def is_data(self, definition: ast.ClassDef) -> bool:
        """Return True if instances are sent as objects with members."""
        decorators = {_last_name(_callee(decorator)) for decorator in definition.decorator_list}
        names = {_last_name(base) for base in definition.bases}
        return (
            bool(names & OBJECT_BASES)
            or "dataclass" in decorators
            or any(parent.is_data(base) for parent, base in self._parents(definition))
        )

    def _parents(self, definition: ast.ClassDef) -> list[tuple[Types, ast.ClassDef]]:
        """Return the base classes that are in the app, each with the translator of its module."""
        parents = []
        for base in definition.bases:
            found = self.sources.find(self.module, _last_name(base))
            if found is not None and isinstance(found[1], ast.ClassDef) and found[1] is not definition:
                parents.append((Types(self.sources, found[0], self.open), found[1]))
        return parents

    def members(self, definition: ast.ClassDef) -> dict[str, str]:
        """Return the members of an object type by name, those of its bases first."""
        members: dict[str, str] = {}
        for parent, base in self._parents(definition):
            members |= parent.members(base)
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
    """Return a union of types without duplicates; ``any`` if one of them is."""
    distinct = list(dict.fromkeys(types))
    return "any" if "any" in distinct or not distinct else " | ".join(distinct)


def describe(tree: ast.Module, sources: Sources) -> dict[str, str | None]:
    """Return the types of a module's load and actions; None if there is no such function."""
    body = tree.body
    types = Types(sources, ModuleScope.of(tree))
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
    """Return ``datetime`` for ``datetime.datetime``."""
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


def _enum(definition: ast.ClassDef) -> str:
    """Return the union of an Enum's values; a member is sent as its value."""
    values = [
        statement.value
        for statement in definition.body
        if isinstance(statement, ast.Assign) and not isinstance(statement.value, ast.Lambda)
    ]
    if values and all(isinstance(value, ast.Constant) for value in values):
        return union(map(_literal, values))
    return "any"


def _parse(path: Path) -> ast.Module:
    with tokenize.open(path) as file:
        return ast.parse(file.read())


def _source_root(path: Path) -> Path | None:
    """Return the folder of `lib` and `routes` that contains a route file."""
    return next((folder.parent for folder in path.parents if folder.name == "routes"), None)


def _describe_file(path: Path, sources: dict[Path | None, Sources]) -> dict[str, str | None]:
    root = _source_root(path)
    try:
        return describe(_parse(path), sources.setdefault(root, Sources(root)))
    except (SyntaxError, UnicodeDecodeError):  # analyse.py reports it
        return {"load": None, "actions": None}


def main(paths: list[str]) -> None:
    sources: dict[Path | None, Sources] = {}
    json.dump([_describe_file(Path(path), sources) for path in paths], sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1:])
