"""vite/ssr/typeof_require.js: `typeof require` in ES modules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from support.modules import Modules

pytestmark = pytest.mark.node


@pytest.mark.parametrize(
    "code", ["typeof require", "typeof(require)", "typeof ( require )", "typeof\nrequire"]
)
def test_it_is_undefined(modules: Modules, code: str) -> None:
    text = modules.call(
        "ssr/typeof_require.js", "without_require", f"if ({code} === 'function') f(); /* é */ {code};"
    )
    undefined = '"undefined"'.ljust(len(code))
    assert text == f"if ({undefined} === 'function') f(); /* é */ {undefined};"


@pytest.mark.parametrize(
    "code",
    [
        "typeof require('x')",
        "typeof require.resolve",
        "typeof requires",
        "x = 'typeof require';",
        "x = `typeof require ${1}`; // typeof require",
        "/typeof require/.test(x)",
    ],
)
def test_everything_else_stays(modules: Modules, code: str) -> None:
    assert modules.call("ssr/typeof_require.js", "without_require", code) == code
