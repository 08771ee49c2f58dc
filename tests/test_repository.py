"""Rules for the repository as a whole, so that they hold without anyone watching."""

from __future__ import annotations

import ast
import functools
import json
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from lissome.build.versions import pins

REPO = Path(__file__).resolve().parent.parent
PACKAGE = REPO / "src" / "lissome"

MAX_LINES = 400
MEASURED = {".py", ".js", ".ts", ".svelte", ".css", ".md", ""}
NOT_WRITTEN_BY_HAND = {"requirements/dev.txt"}

# Each may import those to the left of it, itself included, and none to the right.
LAYERS = (
    {"private_apis", "page_options", "errors", "described", "type_aliases", "spellings"}
    | {"control", "control_flow"}
    | {"redirect_location", "current_request", "url"},
    {"bind_address", "console", "mode"},
    {"routing", "codec", "cache"},
    {"manifest", "settings", "build_check", "ssr"},
    {"isolation"},
    {"server"},
    {"app", "paths"},
    {"build"},
    {"typescript"},
    {"scaffold"},
    {"state_guard"},
    {"testing", "dev"},
    {"cli"},
    {"__main__"},
)

# Put together from pieces, so that this file does not contain what it looks for.
HOSTS = ["pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org", "npmjs" + ".com", "yarnpkg" + ".com"]
MACHINE_PATH = re.compile(r"(?<![\w./-])/(?:wo" + "rk|fa" + "rm|tm" + r"p/\w)(?:/|\b)")


@functools.cache
def modules() -> dict[str, ast.Module]:
    """Every module of the package, parsed, by its dotted name."""
    found = {}
    for file in sorted(PACKAGE.rglob("*.py")):
        parts = file.relative_to(PACKAGE.parent).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = ast.parse(file.read_bytes())
    return found


@functools.cache
def tracked() -> list[Path]:
    """The files that git knows and that are there; binary files left out."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=REPO, capture_output=True, text=True, check=True)
    files = [REPO / name for name in listed.stdout.split("\0") if name]
    return [file for file in files if file.is_file() and b"\0" not in file.read_bytes()[:4096]]


# -- module state ----------------------------------------------------------------------------------------

MUTABLE_DISPLAYS = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp, ast.GeneratorExp)
MUTABLE_TYPES = {
    *("list", "dict", "set", "bytearray", "defaultdict", "deque", "Counter", "OrderedDict", "ChainMap"),
    *("WeakKeyDictionary", "WeakValueDictionary", "WeakSet", "SimpleNamespace", "local", "count", "cycle"),
    *("Lock", "RLock", "Queue", "LifoQueue", "Event", "StringIO", "BytesIO"),
}
CACHES = {"cache", "lru_cache"}


def module_state(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """What in a module can hold something of one request while another one is served.

    Module-level names and class attributes with mutable values, functions with a cache, `global`. A value
    in MappingProxyType, tuple or frozenset cannot be changed; `__all__` and `__slots__` are Python's own.
    """
    classes = [node.body for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    for body in [tree.body, *classes]:
        for statement in body:
            names, value = _assignment(statement)
            if (
                value is not None
                and not set(names) <= {"__all__", "__slots__", "__match_args__"}
                and _is_mutable(value)
            ):
                yield statement.lineno, f"{', '.join(names)} is mutable"
    for node in ast.walk(tree):
        if isinstance(node, ast.Global):
            yield node.lineno, f"global {', '.join(node.names)}"
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for decorator in node.decorator_list:
                if _called(decorator) in CACHES:
                    yield decorator.lineno, f"{node.name} is cached for the life of the process"


def _assignment(statement: ast.stmt) -> tuple[list[str], ast.expr | None]:
    match statement:
        case ast.Assign(targets=targets, value=value):
            return [ast.unparse(target) for target in targets], value
        case ast.AnnAssign(target=target, value=value):
            return [ast.unparse(target)], value
        case _:
            return [], None


def _is_mutable(value: ast.expr) -> bool:
    return isinstance(value, MUTABLE_DISPLAYS) or (
        isinstance(value, ast.Call) and _called(value) in MUTABLE_TYPES
    )


def _called(node: ast.expr) -> str:
    """The last name of what is called: `defaultdict` for `collections.defaultdict[str, int](int)`."""
    while isinstance(node, ast.Call | ast.Subscript):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def test_lissome_keeps_no_state_in_modules() -> None:
    found = [f"{name}:{line} {what}" for name, tree in modules().items() for line, what in module_state(tree)]
    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        "seen = []",
        "seen: list[str] = []",
        "USERS: Final = {}",
        "a = b = set()",
        "ids = {n for n in range(3)}",
        "hits = collections.defaultdict[str, int](int)",
        "numbers = itertools.count()",
        "state = threading.local()",
        "class Server:\n    users = {}",
        "def f():\n    global user\n    user = 1",
        "@functools.lru_cache(maxsize=None)\ndef f(): ...",
        "@cache\ndef f(): ...",
    ],
)
def test_module_state_is_found(source: str) -> None:
    assert list(module_state(ast.parse(source)))


@pytest.mark.parametrize(
    "source",
    [
        "NAMES = ('a', 'b')",
        "KINDS = frozenset({'a'})",
        "TABLE: Final = MappingProxyType({'a': 1})",
        "__all__ = ['f']",
        "Headers = list[tuple[str, str]]",
        "def f():\n    seen = []",
        "class Point:\n    tags: list[str] = field(default_factory=list)",
        "current: ContextVar[int] = ContextVar('current')",
    ],
)
def test_constants_are_no_state(source: str) -> None:
    assert list(module_state(ast.parse(source))) == []


# -- imports ---------------------------------------------------------------------------------------------


def imports_of(name: str, tree: ast.Module, known: set[str]) -> set[str]:
    """The modules of the package that a module names in an import, lazy and type-only ones included."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {_target(node.module or "", alias.name, known) for alias in node.names}
    return (found & known) - {name}


def _target(module: str, name: str, known: set[str]) -> str:
    """`from lissome.ssr import isolate` is about the module isolate, `... import Renderer` about ssr."""
    return f"{module}.{name}" if f"{module}.{name}" in known else module


@functools.cache
def import_graph() -> dict[str, set[str]]:
    trees = modules()
    return {name: imports_of(name, tree, set(trees)) for name, tree in trees.items()}


def layer_of(module: str) -> int:
    """The place of a module in LAYERS; the public door, `lissome` itself, is none of them."""
    station = module.split(".")[1]
    found = [place for place, layer in enumerate(LAYERS) if station in layer]
    assert found, f"{module} has no place in LAYERS yet"
    return found[0]


def upward(graph: dict[str, set[str]]) -> list[str]:
    """Imports from a lower layer into a higher one."""
    return [
        f"{module} imports {target}"
        for module, targets in graph.items()
        for target in targets
        if "lissome" not in {module, target} and layer_of(target) > layer_of(module)
    ]


def test_imports_run_one_way() -> None:
    assert upward(import_graph()) == []


def test_contributing_lists_the_layers() -> None:
    text = (REPO / "CONTRIBUTING.md").read_text()
    block = re.search(r"```text\n(.*?)```", text, re.DOTALL)
    assert block
    assert [set(line.split()) for line in block[1].splitlines() if line.strip()] == list(LAYERS)


def test_no_circles() -> None:
    """The package itself is left out: Python imports it before any of its modules."""
    graph = {name: targets - {"lissome"} for name, targets in import_graph().items() if name != "lissome"}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as failure:
        pytest.fail("circle: " + " -> ".join(failure.args[1]))


def test_cache_imports_nothing_else_of_lissome() -> None:
    graph = {name: targets for name, targets in import_graph().items() if name.startswith("lissome.cache")}
    assert [t for targets in graph.values() for t in targets if not t.startswith("lissome.cache")] == []


def test_production_does_without_the_state_guard() -> None:
    """Nothing that `lissome serve` and its workers import, at once or later, leads to it."""
    graph = import_graph()
    reached: set[str] = set()
    waiting = ["lissome.cli.serve", "lissome.cli.http_server", "lissome.app"]
    while waiting:
        module = waiting.pop()
        if module not in reached:
            reached.add(module)
            waiting += graph[module]
    assert "lissome.server.request.observer" in reached
    assert [name for name in reached if re.match(r"lissome\.(state_guard|testing|dev)\b", name)] == []


def test_upward_imports_are_found() -> None:
    assert upward({"lissome.routing.router": {"lissome.server.respond"}}) == [
        "lissome.routing.router imports lissome.server.respond"
    ]


@pytest.mark.parametrize(
    "source",
    [
        "from lissome.app import App",
        "import lissome.app",
        "from lissome import app",
        "def f():\n    from lissome.app import App",
        "if TYPE_CHECKING:\n    from lissome.app import App",
    ],
)
def test_every_form_of_import_is_seen(source: str) -> None:
    known = {"lissome", "lissome.app", "lissome.url"}
    assert imports_of("lissome.url", ast.parse(source), known) == {"lissome.app"}


# -- names and prose -------------------------------------------------------------------------------------

RIDDLE = re.compile(r"(?:What|Who|Whether|Where|How|Which|When|Why)\b")


def test_no_public_class_name_occurs_twice() -> None:
    names = Counter(
        node.name
        for tree in modules().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    twice = {name for name, count in names.items() if count > 1}
    assert twice == set()


def docstrings(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """The docstrings of a module, its classes and its functions, each with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            text = ast.get_docstring(node)
            if text:
                yield node.body[0].lineno, text


def test_no_docstring_begins_with_a_question() -> None:
    """It begins with a verb ("Return …"), "True if …", or a noun ("The …")."""
    found = [
        f"{name}:{line} {text.splitlines()[0]}"
        for name, tree in modules().items()
        for line, text in docstrings(tree)
        if RIDDLE.match(text)
    ]
    assert found == []


# -- files -----------------------------------------------------------------------------------------------


def test_no_registry_host_and_no_path_of_a_machine() -> None:
    found = [
        f"{file.relative_to(REPO)}:{number} {line.strip()[:100]}"
        for file in tracked()
        for number, line in enumerate(file.read_text("utf-8", "replace").splitlines(), 1)
        if any(host in line for host in HOSTS) or MACHINE_PATH.search(line)
    ]
    assert found == []


@pytest.mark.parametrize("before", ["", " ", '"', "'", "`", "(", "=", ":"])
def test_machine_paths_are_found(before: str) -> None:
    assert MACHINE_PATH.search(f"{before}/{'wo'}rk/main")
    assert not MACHINE_PATH.search("https://example.com/" + "work and examples/" + "workspace, /workspace")


def test_files_stay_small() -> None:
    lengths = {
        str(file.relative_to(REPO)): len(file.read_text("utf-8", "replace").splitlines())
        for file in tracked()
        if file.suffix in MEASURED
    }
    too_long = {name for name, length in lengths.items() if length >= MAX_LINES}
    assert too_long - NOT_WRITTEN_BY_HAND == set()


def test_python_packages_are_locked_with_hashes() -> None:
    lock = (REPO / "requirements" / "dev.txt").read_text()
    entries = [entry for entry in re.split(r"\n(?=\S)", lock.strip()) if not entry.startswith("#")]
    assert len(entries) > 40
    assert [
        entry.splitlines()[0] for entry in entries if "==" not in entry or "--hash=sha256:" not in entry
    ] == []


def test_npm_packages_are_pinned_and_locked() -> None:
    manifests = [file for file in tracked() if file.name == "package.json" and file.parent != REPO / "vite"]
    for manifest in manifests:
        package = json.loads(manifest.read_text())
        for name, version in {
            **package.get("dependencies", {}),
            **package.get("devDependencies", {}),
        }.items():
            assert re.fullmatch(r"\d+\.\d+\.\d+|file:.*", version), (
                f"{manifest}: {name} {version} is no exact version"
            )


def test_apps_have_the_versions_that_the_build_demands() -> None:
    for manifest in (
        file for file in tracked() if file.name == "package.json" and file.parent != REPO / "vite"
    ):
        package = json.loads(manifest.read_text())
        named = {**package.get("dependencies", {}), **package.get("devDependencies", {})}
        other = {name: named[name] for name, pin in pins().items() if named.get(name, pin) != pin}
        assert other == {}, f"{manifest.relative_to(REPO)}: vite/package.json has other versions"


def test_the_npm_half_is_checked_with_the_packages_that_it_needs() -> None:
    needed = json.loads((REPO / "vite" / "package.json").read_text())
    tools = json.loads((REPO / "package.json").read_text())["devDependencies"]
    wanted = {**needed["dependencies"], **needed["peerDependencies"]}
    assert {name: tools.get(name) for name in wanted} == wanted


def test_npm_lock_files_know_what_our_plugin_needs() -> None:
    """Otherwise the first build of a clone would rewrite them."""
    wanted = json.loads((REPO / "vite" / "package.json").read_text())["dependencies"]
    for lock in (file for file in tracked() if file.name == "package-lock.json"):
        ours = json.loads(lock.read_text())["packages"].get(".lissome/npm")
        assert ours is None or ours["dependencies"] == wanted, (
            f"{lock.relative_to(REPO)}: run `lissome build` there"
        )


def test_npm_lock_files_hold_hashes_and_no_addresses() -> None:
    locks = [file for file in tracked() if file.name == "package-lock.json"]
    for lock in locks:
        for name, package in json.loads(lock.read_text())["packages"].items():
            is_ours = not name or package.get("link") or not name.startswith("node_modules/")
            comes_in_another = package.get("inBundle")
            assert is_ours or comes_in_another or "integrity" in package, f"{lock}: {name} has no hash"
            assert not str(package.get("resolved", "")).startswith("http"), f"{lock}: {name} names a host"
