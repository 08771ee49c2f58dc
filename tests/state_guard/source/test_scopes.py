"""Names in functions and modules."""

from __future__ import annotations

import ast

import pytest

from lissome.state_guard.source.scopes import FunctionScope, names_bound_by, variables_of


def scope_of(source: str) -> FunctionScope:
    function = ast.parse(source).body[0]
    assert isinstance(function, ast.FunctionDef)
    return FunctionScope.of(function, None)


def test_variables_of_new_containers_are_fresh() -> None:
    scope = scope_of(
        "def f(given):\n    a = []\n    b = dict()\n    c: set = {1}\n    given = []\n    a += [1]\n"
    )
    assert scope.fresh == {"a", "b", "c"}
    assert scope.own == {"given", "a", "b", "c"}
    assert scope.receiver == "given"


@pytest.mark.parametrize(
    "body",
    ["a = []\n    a = OTHER", "for a in []:\n        a = []", "a = []\n    yield a", "global a\n    a = []"],
)
def test_others_are_not(body: str) -> None:
    assert "a" not in scope_of(f"def f():\n    {body}\n").fresh


def test_names_of_outer_functions_and_modules() -> None:
    scope = scope_of("def f(x):\n    global a\n    nonlocal b\n    a = b = c = 1\n")
    assert scope.outer_names == {"a", "b"}
    assert scope.own == {"x", "c"}
    inner = FunctionScope(own={"y"}, outer=scope)
    assert inner.knows("x")
    assert inner.knows("y")
    assert not inner.knows("a")


def test_names_of_nested_functions_are_their_own() -> None:
    scope = scope_of(
        "def f():\n    def g():\n        inner = []\n    class A:\n        inside = []\n    lambda z: z\n"
    )
    assert scope.own == set()


@pytest.mark.parametrize(
    ("statement", "names"),
    [
        ("a, (b, *c) = x", ["a", "b", "c"]),
        ("for a in b: c = 1", ["a"]),
        ("with open(x) as a, y as b.c: pass", ["a"]),
        ("import a.b, c as d", ["a", "d"]),
        ("from a import b, c as d", ["b", "d"]),
        ("def a(): b = 1", ["a"]),
        ("if (a := b): c = 1", ["a"]),
        ("del a, b.c, d[e]", ["a"]),
        ("a[b] = c.d = lambda e: e", []),
    ],
)
def test_names_that_a_statement_binds(statement: str, names: list[str]) -> None:
    assert list(names_bound_by(ast.parse(statement).body[0])) == names


def test_names_of_a_module() -> None:
    names = variables_of(ast.parse("import a\nfrom b import c\nd = 1\ndef e(): pass\nclass F: pass\n"))
    assert [*names.modules, *names.imported, *names.assigned] == ["a", "c", "d"]
    assert names.all == {"a", "c", "d", "e", "F"}
