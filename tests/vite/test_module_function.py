"""vite/ssr/module_function.js: modules as functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from support.modules import Modules

pytestmark = pytest.mark.node

IMPORT = 'const __vite_ssr_import_0__ = await __vite_ssr_import__("x");\n'


@pytest.mark.parametrize(
    "code",
    [
        "await x;",
        "const { y = await x } = {};",
        "for await (const y of x);",
        "for (await using y of x);",
        "{ await using y = x; }",
        "class A { [await x] = 1; }",
        "class A extends (await x) {}",
        "({ async [await x]() {} });",
        "const y = `${await x}`;",
        "if (x) { switch (await x) {} }",
    ],
)
def test_what_awaits_at_the_top(modules: Modules, code: str) -> None:
    for body in (code, IMPORT + code):
        assert modules.call("ssr/module_function.js", "describe_body", body)["awaits"] is True


@pytest.mark.parametrize(
    "code",
    [
        "",
        "x.await; 'await'; /await/; // await",
        "async function f() { await x; for await (const y of x); await using z = x; }",
        "async (y = async () => await x) => { await x; };",
        "class A { static { x(async () => await x); } y = async () => await x; async z() { await x; } }",
        "({ await: 1, async y() { await x; }, async *z() { yield await x; } });",
        'const y = `\nconst z = await __vite_ssr_import__("x");\n`;',
    ],
)
def test_what_does_not(modules: Modules, code: str) -> None:
    for body in (code, IMPORT + code):
        assert modules.call("ssr/module_function.js", "describe_body", body)["awaits"] is False


@pytest.mark.parametrize(("is_async", "awaits"), [(False, False), (True, False), (True, True)])
@pytest.mark.parametrize("head", ["", IMPORT, f"{IMPORT}__vite_ssr_exportAll__(__vite_ssr_import_0__);\n"])
def test_code_stays_at_its_line_and_column(modules: Modules, head: str, is_async: bool, awaits: bool) -> None:
    written = f"  first(`\n{IMPORT}`);\nsecond();"
    text = modules.call("ssr/module_function.js", "function_text", head + written, is_async, awaits)
    lines = text.split("\n")[1:-1]
    start = head.count("\n")
    assert lines[start:] == written.split("\n")
    assert "await" not in "".join(lines[:start])
    # what the loader evaluates by steps is a generator, and pauses once, before the code
    assert text.startswith("async function*" if awaits else "function*" if is_async else "function (")
    assert text.count("yield") == text[: text.index("  first")].count("yield") == int(is_async)
