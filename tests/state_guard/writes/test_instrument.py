"""Instrumentation: which statements record what."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import pytest

from lissome.state_guard.writes.instrument import instrument
from lissome.state_guard.writes.sites import WriteSite, WriteSites


def sites_of(source: str) -> list[WriteSite]:
    sites = WriteSites()
    before = sites.add(WriteSite("", "", 0, 0, 0, None))  # type: ignore[arg-type] # only its number is used
    instrument(ast.parse(source), "lib.state", "src/lib/state.py", sites)
    return sites._sites[before + 1 :]


def kinds(body: str, *, top: str = "") -> list[tuple[str, object]]:
    source = f"D = {{}}\nnow = None\n{top}\ndef keep(x, key):\n    {body}\n"
    return [(one.kind.name, one.slot) for one in sites_of(source)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("D[key] = x", [("WRITE", None)]),
        ("D['now'] = x", [("SLOT", "now")]),
        ("del D[key]", [("EVICT", None)]),
        ("D.update(x)", [("WRITE", None)]),
        ("D.pop(key)", [("EVICT", None)]),
        ("x.now = key", [("SLOT", "now")]),
        ("setattr(x, 'now', key)", [("SLOT", "now")]),
        ("setattr(x, key, 1)", [("WRITE", None)]),
        ("list.append(x, key)", [("WRITE", None)]),
        ("heappush(x, key)", [("WRITE", None)]),
        ("global now; now = x", [("BIND", "now")]),
        ("x += [key]", [("WRITE", None)]),
        ("D[key].append(x)", [("TOUCH", "__missing__"), ("WRITE", None)]),
        ("key.send(x)", [("TOUCH", None)]),
        ("subscribe(D)", [("TOUCH", None)]),
    ],
)
def test_writes_are_recorded(body: str, expected: list[tuple[str, object]]) -> None:
    assert kinds(body) == expected


@pytest.mark.parametrize(
    "body",
    [
        "own = {}; own[key] = x",
        "own: list = []; own.append(x)",
        "y = D[key:]",
        "x.get(key)",
        "return D.items()",
        "'a'.join(x)",
        "super().update(x)",
        "x += 1",
        "y = x",
        "json.dumps(x)",
    ],
)
def test_reading_and_new_containers_are_not(body: str) -> None:
    assert kinds(body, top="import json") == []


def test_a_constructor_makes_its_receiver() -> None:
    body = "    def __init__(self):\n        self.users = []\n"
    assert sites_of(f"class A:\n{body}") == []
    assert len(sites_of(f"class A:\n    def __new__(cls): ...\n{body}")) == 1, "it may be a singleton"


def test_what_a_module_does_on_import_is_not_recorded() -> None:
    assert sites_of("D = {}\nD['a'] = 1\nclass A:\n    D['b'] = 2\n") == []


def test_lines_of_a_site() -> None:
    (site,) = sites_of("def keep(D, x):\n    for y in x:\n        D.update(\n            {y: 1}\n        )\n")
    assert (site.line, site.first, site.last) == (3, 3, 5)
    (site,) = sites_of("def keep(D, x):\n    with D.connect(\n        x\n    ):\n        pass\n")
    assert (site.line, site.first, site.last) == (2, 2, 4), "without the block"


@pytest.mark.parametrize("body", ["x.hits += 1", "x.hits = x.hits + x.hits; x.hits += 1"])
def test_counters_are_augmented(body: str) -> None:
    assert sites_of(f"def keep(x):\n    {body}\n")[-1].is_augmented
    assert not sites_of("def keep(x):\n    x.hits = 1\n")[-1].is_augmented


def test_every_construct_of_the_standard_library_compiles() -> None:
    """People write anything; so did the authors of Python."""
    folder = Path(inspect.getfile(ast)).parent
    files = [folder / f"{name}.py" for name in ("ast", "dataclasses", "enum", "typing", "asyncio/tasks")]
    for file in [*files, *sorted(folder.glob("[a-b]*.py"))]:
        tree = instrument(ast.parse(file.read_bytes()), file.stem, file.name, WriteSites())
        compile(tree, str(file), "exec", dont_inherit=True)


def test_lines_are_not_moved() -> None:
    source = Path(inspect.getfile(ast)).read_bytes()
    lines = {node.lineno for node in ast.walk(ast.parse(source)) if isinstance(node, ast.stmt)}
    changed = instrument(ast.parse(source), "ast", "ast.py", WriteSites())
    assert {node.lineno for node in ast.walk(changed) if isinstance(node, ast.stmt)} == lines
