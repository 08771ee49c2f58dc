"""Attributes of other packages that the app's functions write: `sys.path`, `sys.excepthook`, `json.dumps`, …

An assignment cannot be intercepted. So the app's sources are searched for such statements, and the attributes
that they write are compared when no request is under way. Most apps have none, and pay nothing.
"""

from __future__ import annotations

import ast
import gc
import importlib.util
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from lissome.state_guard.finding import Finding
from lissome.state_guard.source.method_names import CONTAINER_MUTATING

# Watched by process_settings.py.
_EXCLUDED: Final = frozenset({("os", "environ")})

_WRITING: Final = (
    *(ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Delete, ast.For, ast.AsyncFor, ast.withitem),
    *(ast.Call, ast.Attribute),
)
_FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef)

_IMPORTING: Final = ("import_module", "__import__")
# Begins the name of a module that is looked up: `sys.modules["json"]`.
_BY_NAME: Final = "="
# Stands for all attributes, where the code does not name the one that it sets.
_ANY: Final = "*"

# Entries of a container that are compared.
_MOST: Final = 2000

_WHY: Final = (
    "A request changed it for the whole process: all users' requests see the change from now on, and the "
    "other workers do not.{also}\n"
    "Change it once, where the app starts: in `init` of src/hooks.server.py, or at the top of a module."
)


@dataclass(slots=True)
class PatchedAttribute:
    """An attribute that some statements write.

    Attributes:
        module: the module in which it is.
        names: the names that lead from the module to it.
        places: files and lines of the statements.
        before: its value at the last comparison.
    """

    module: str
    names: tuple[str, ...]
    places: list[tuple[str, int]] = field(default_factory=list)
    before: object = None

    def __str__(self) -> str:
        return ".".join((self.module, *(one for one in self.names if one != _ANY)))

    def value(self) -> object:
        """Return its value; of a container a copy, so that changes are noticed."""
        found: Any = sys.modules.get(self.module)
        for name in self.names:
            found = _public(found) if name == _ANY else getattr(found, name, None)
        if found is sys.modules:  # those that no import has made
            return {name: one for name, one in found.copy().items() if getattr(one, "__spec__", None) is None}
        if isinstance(found, (list, set, dict)) and len(found) <= _MOST:
            return found.copy()
        return found


class PatchedModules:
    """Compares what the app's functions write in other packages.

    Args:
        root: the app's folder.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._attributes: list[PatchedAttribute] = []
        self._labels: list[str] = []

    def read_sources(self) -> None:
        """Find the attributes to compare, and their values now."""
        self._attributes = find_attributes(self._root)
        for attribute in self._attributes:
            attribute.before = attribute.value()

    def begin(self, label: str) -> None:
        """Take note of a request that begins."""
        if self._attributes:
            self._labels.append(label)

    def changes(self) -> Iterator[Finding]:
        """Yield changes since the last call. No request may be under way, since it may change them back."""
        labels, self._labels = self._labels, []
        for attribute in self._attributes if labels else ():
            now = attribute.value()
            if not _is_same(now, attribute.before):
                attribute.before = now
                yield _finding(attribute, labels, self._root)


def _public(owner: Any) -> dict[str, object]:
    return {name: one for name, one in getattr(owner, "__dict__", {}).items() if not name.startswith("_")}


def _is_same(now: object, before: object) -> bool:
    if now is before:
        return True
    if type(now) is not type(before) or not isinstance(now, (list, set, dict)):
        return False
    # by identity, because a comparison runs code of the objects
    return [*map(id, _flat(now))] == [*map(id, _flat(before))]


def _flat(container: Any) -> list[object]:
    if isinstance(container, dict):
        return [one for item in container.items() for one in item]
    return sorted(container, key=id) if isinstance(container, set) else list(container)


def _finding(attribute: PatchedAttribute, labels: list[str], root: Path) -> Finding:
    loaded = {getattr(module, "__file__", None) for module in list(sys.modules.values())}
    places = [place for place in attribute.places if str(root / place[0]) in loaded]
    (file, line), *others = places or attribute.places
    also = f" Or it was one of {', '.join(f'{name}:{at}' for name, at in others)}." if others else ""
    return Finding("process", file, line, str(attribute), _WHY.format(also=also), tuple(labels[:3]))


def find_attributes(root: Path) -> list[PatchedAttribute]:
    """Return the attributes of other packages that functions in the app's files write."""
    found: dict[tuple[str, tuple[str, ...]], PatchedAttribute] = {}
    for path in sorted((root / "src").rglob("*.py")):
        tree = _parse(path)
        if tree is None:
            continue
        file = path.relative_to(root).as_posix()
        for module, names, line in _writes(tree, root / "src"):
            attribute = found.setdefault((module, names), PatchedAttribute(module, names))
            attribute.places.append((file, line))
    return list(found.values())


def _parse(path: Path) -> ast.Module | None:
    """The tree of a file; None if it has a mistake, which its import reports."""
    collects = gc.isenabled()
    # CPython 3.11 raises a SystemError if a garbage collection during parsing calls code that parses too
    gc.disable()
    try:
        return ast.parse(path.read_bytes())
    except (SyntaxError, ValueError, OSError):
        return None
    finally:
        if collects:
            gc.enable()


def _writes(tree: ast.Module, source: Path) -> Iterator[tuple[str, tuple[str, ...], int]]:
    """Yield the writes of a module's functions to other packages: (module, attributes, line)."""
    imported: dict[str, tuple[str, ...]] = {}
    aliases: list[tuple[str, list[str]]] = []
    written: list[tuple[list[str], int]] = []
    waiting: list[tuple[ast.AST, bool]] = [(tree, False)]
    while waiting:
        node, is_inside = waiting.pop()
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            imported.update(_imports(node, source))
        elif is_inside and isinstance(node, _WRITING):
            written += [(chain, _line(node)) for chain in _written(node)]
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            aliases.append((node.targets[0].id, _chain(node.value)))
        is_inside = is_inside or isinstance(node, _FUNCTIONS)
        waiting += [(child, is_inside) for child in ast.iter_child_nodes(node)]
    for name, chain in aliases:
        if origin := _origin(chain, imported, source):
            imported.setdefault(name, origin)
    for chain, line in sorted(written, key=lambda one: one[1]):
        module, *path = _origin(chain, imported, source) or ("",)
        if path and (module, path[0]) not in _EXCLUDED:
            yield module, tuple(path), line


def _line(node: ast.AST) -> int:
    line: int = node.context_expr.lineno if isinstance(node, ast.withitem) else getattr(node, "lineno", 0)
    return line


def _origin(chain: list[str], imported: dict[str, tuple[str, ...]], source: Path) -> tuple[str, ...]:
    """Return the module that names lead to, and its attributes; empty if it is none of another package."""
    if not chain:
        return ()
    root, *names = chain
    if root.startswith(_BY_NAME):
        module = root.removeprefix(_BY_NAME)
        return () if _is_own(module, source) else (module, *names)
    return (*imported[root], *names) if root in imported else ()


def _imports(node: ast.Import | ast.ImportFrom, source: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the names that stand for objects of other packages: (name, (module, attribute, …))."""
    if isinstance(node, ast.Import):
        for alias in node.names:
            if not _is_own(alias.name, source):
                whole = alias.name if alias.asname else alias.name.partition(".")[0]
                yield alias.asname or whole, (whole,)
    elif node.module and not node.level and not _is_own(node.module, source):
        for alias in node.names:
            yield alias.asname or alias.name, _imported(node.module, alias.name)


def _imported(module: str, name: str) -> tuple[str, ...]:
    """Resolve `from a import b`, where b may be a module of the package a."""
    whole = f"{module}.{name}"
    if whole in sys.modules:
        return (whole,)
    try:
        is_module = not hasattr(sys.modules.get(module), name) and importlib.util.find_spec(whole) is not None
    except (ImportError, ValueError):
        is_module = False
    return (whole,) if is_module else (module, name)


def _is_own(module: str, source: Path) -> bool:
    first = module.partition(".")[0]
    return (source / first).is_dir() or (source / f"{first}.py").is_file()


def _written(node: ast.AST) -> Iterator[list[str]]:
    """Yield the attributes that a statement or call writes, as lists of names."""
    match node:
        case ast.Assign(targets=targets) | ast.Delete(targets=targets):
            yield from _chains(targets)
        case ast.AugAssign(target=target) | ast.AnnAssign(target=target, value=ast.expr()):
            yield from _chains([target])
        case ast.For(target=target) | ast.AsyncFor(target=target):
            yield from _chains([target])
        case ast.withitem(optional_vars=ast.expr() as target):
            yield from _chains([target])
        case ast.Attribute(value=owner, attr=method, ctx=ast.Load()) if method in CONTAINER_MUTATING:
            yield _chain(owner)  # called, or passed to be called
        case ast.Call(func=ast.Name(id="setattr" | "delattr"), args=[owner, name, *_]):
            named = str(name.value) if isinstance(name, ast.Constant) else _ANY
            yield from ([*chain, named] for chain in [_chain(owner)] if chain)


def _chains(targets: list[ast.expr]) -> Iterator[list[str]]:
    for target in targets:
        if isinstance(target, (ast.Tuple, ast.List)):
            yield from _chains(target.elts)
            continue
        is_item = isinstance(target, ast.Subscript)
        chain = _chain(target.value if isinstance(target, ast.Subscript) else target)
        if len(chain) > 1 or (chain and is_item):
            yield chain


def _chain(node: ast.expr) -> list[str]:
    """Return ["sys", "path"] for ``sys.path``; an empty list for other expressions."""
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    match node:
        case ast.Name(id=name):
            return [name, *reversed(names)]
        case ast.Call(func=ast.Name(id="vars"), args=[owner]) if chain := _chain(owner):
            return [*chain, "__dict__", *reversed(names)]
    module = _module_by_name(node)
    return [f"{_BY_NAME}{module}", *reversed(names)] if module else []


def _module_by_name(node: ast.expr) -> str:
    """Return the name of the module that is looked up: `sys.modules["json"]`, `import_module("json")`."""
    match node:
        case ast.Subscript(value=ast.Attribute(attr="modules"), slice=ast.Constant(value=str(name))):
            return name
        case ast.Call(
            func=ast.Name() | ast.Attribute() as function, args=[ast.Constant(value=str(name)), *_]
        ):
            return name if ast.unparse(function).endswith(_IMPORTING) else ""
    return ""
