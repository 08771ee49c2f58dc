"""vite/build/v8_globals.js: the globals that a module sees while a page is rendered."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest

from lissome.build.node import find_node

if TYPE_CHECKING:
    from pathlib import Path

    from support.v8 import V8

pytestmark = pytest.mark.node


def test_the_list_is_that_of_a_real_isolate(basics: Path, v8: V8) -> None:
    script = """
        Promise.all(process.argv.slice(1).map((file) => import(file))).then((modules) =>
            console.log(JSON.stringify([
                [...modules[0].V8_GLOBALS],
                [...modules[1].MODULE_PARAMETERS, ...modules[1].LAZY_GLOBALS],
                modules[2].PARTS.flatMap(({ globals }) => globals),
            ])))
    """
    names = ("build/v8_globals.js", "isolate/loader/module_parameters.js", "ssr/prelude_parts.js")
    files = [str(basics / ".lissome/npm" / name) for name in names]
    command = [str(find_node().binary), "-e", script, *files]
    listed, parameters, of_parts = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    of_realm = v8.names()
    # what lissome and mini-racer need, and V8's own by its flag --expose-gc, are not the app's
    own = {name for name in (*of_realm, *parameters, *of_parts) if not name.startswith("__") and name != "gc"}
    assert sorted(listed) == sorted(own)
