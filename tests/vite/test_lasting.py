"""vite/ssr/module_internals.js: what modules that outlive renders hand out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from support.modules import Modules

pytestmark = pytest.mark.node


@pytest.mark.parametrize(
    ("code", "names", "variables"),
    [
        ("const a = 1; class B {} function c() {} if (a) { let d; }", "a, B, c", ""),
        ("const { a, b: c, d = 1, ...e } = {}, [f, , [g] = [], ...h] = [];", "a, c, d, e, f, g, h", ""),
        ("let a, b; const set = () => { a = 1; };", "a, b, set", "a"),
        ("let a, b, c, d; ({ x: a, y: [b] } = {}); c++; for (d of []);", "a, b, c, d", "a, b, c, d"),
        # the one that is assigned to is another
        ("const a = 1; function f() { let a; a = 2; }", "a, f", ""),
    ],
)
def test_what_stands_at_the_top(modules: Modules, code: str, names: str, variables: str) -> None:
    text = modules.call("ssr/module_internals.js", "with_internals", code)
    assert text.startswith(f"{code}\nreturn {{ internals: [{names}]")
    assert (f"get: () => [{variables}]" in text) if variables else ("variables" not in text)
