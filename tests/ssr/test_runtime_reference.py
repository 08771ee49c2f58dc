"""docs/reference/runtime.md lists the globals that a render finds: all, and no others."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from py_mini_racer import MiniRacer

from ssr.pages import Pages, no_host

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "runtime.md"


def listed(heading: str, column: int) -> set[str]:
    """The globals in one column of the table under a heading."""
    table = PAGE.read_text().split(f"## {heading}\n")[1].strip().split("\n\n")[0]
    cells = [row.split("|")[column] for row in table.splitlines()[2:]]
    codes = [code for cell in cells for code in re.findall(r"`(\w[^`]*)`", cell)]
    return {code.split(".")[0] for code in codes}  # `process.env` is of a global


@pytest.mark.node
async def test_the_globals_of_a_render_are_listed(built_app: Callable[[str], Path]) -> None:
    pages = Pages.read(built_app("universal"))
    renderer = pages.renderer()
    rendered = await renderer.render(pages.message("/names"), no_host)
    renderer.close()
    (found,) = re.findall(r"<p>names: (.*?)</p>", rendered.body.decode())
    engine = MiniRacer()
    of_the_language = set(str(engine.eval("Object.getOwnPropertyNames(globalThis).join(' ')")).split(" "))
    names = set(found.split(" "))
    documented = listed("Web APIs", 2) | listed("Node's globals", 1)
    assert documented - names == set()
    assert names - of_the_language - documented == set()
