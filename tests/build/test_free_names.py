"""Which names of a module are globals: the scopes of JavaScript, one by one."""

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

# A use that is no call's is marked with `!`, a test with `?`.
CASES = {
    "process.env": "process!",
    "a.process; ({process: 1})": "a!",
    "class X { process() {} static process = 1; #process = 2 }": "",
    "function f(process) { return process }": "",
    "import process from 'p'; process": "",
    "import { x as process } from 'p'; import * as module from 'q'; process; module": "",
    "export { x as process }; const x = 1": "",
    "export default function () { module }": "module",
    "typeof process; typeof (process)": "process?! process?!",
    "typeof process.env": "process!",
    "{ let a } a": "a!",
    "{ var a } a": "",
    "if (1) { function g() {} } g()": "",
    "for (const i of q) { i } i": "q! i!",
    "for (var k in q) {} k": "q!",
    "switch (1) { case 1: let z; z } z": "z!",
    "try { process } catch {}": "",
    "try { process } finally {}": "process!",
    "try {} catch ({ process }) { process }": "",
    "() => process": "process",
    "(() => process)()": "process!",
    "(function () { window }).call(1)": "window!",
    "(function (root, make) { make(root) })(1, function () { window })": "window!",
    "const r = __commonJS({ 'a'(e, m) { m.x = process } }), __commonJS = 1": "process!",
    "const r = __commonJSMin(((e, m) => { m.x = process })), __commonJSMin = 1": "process!",
    "import { __require } from './r.js'; __require('fs')": "require!",
    "function C($$renderer) { $$renderer.component(($$renderer) => { window; () => document }) }": (
        "window! document"
    ),
    "process: for (;;) break process": "",
    "new.target; import.meta.process": "",
    "({ process })": "process!",
    "({ [process]: 1 })": "process!",
    "a[process]": "a! process!",
    "const { process } = 1; process": "",
    "const { a = process, [window]: b, ...c } = 1; a; b; c": "process! window!",
    "const f = ({ a: { b: [process] }, ...rest }) => [process, rest]": "",
    "process = 1": "process!",
    "class A { x = process; static y = process; static { window } m() { exports } }": (
        "process process! window! exports"
    ),
    "const c = class D { m() { D } }; D": "D!",
    "const f = function g() { g }; g": "g!",
    "function f() { arguments } () => arguments": "arguments",
    "`${process}`": "process!",
    "function f() { if (0) { var window } return window }": "",
    "label: { process }": "process!",
}
SCRIPT = """
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
const [app, cases] = process.argv.slice(1);
const { parseSync } = await import(pathToFileURL(createRequire(app).resolve('vite')));
const file = new URL('.lissome/npm/build/global_references.js', pathToFileURL(app));
const { global_references } = await import(file);
const show = ({ name, is_test, runs }) => name + (is_test ? '?' : '') + (runs ? '!' : '');
const found = (code) => global_references(parseSync('a.mjs', code).program).map(show).join(' ');
console.log(JSON.stringify(JSON.parse(cases).map(found)));
"""


def test_globals_are_found_in_every_scope(basics: Path) -> None:
    command = [
        str(find_node().binary),
        "--input-type=module",
        "-e",
        SCRIPT,
        str(basics / "package.json"),
        json.dumps(list(CASES)),
    ]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert dict(zip(CASES, json.loads(result.stdout), strict=True)) == CASES


def test_the_list_of_the_engines_names_is_that_of_a_real_isolate(basics: Path, v8: V8) -> None:
    script = """
        Promise.all(process.argv.slice(1).map((file) => import(file))).then((modules) =>
            console.log(JSON.stringify([[...modules[0].V8_GLOBALS], modules[1].MODULE_PARAMETERS])))
    """
    names = ("build/v8_globals.js", "isolate/loader/module_parameters.js")
    files = [str(basics / ".lissome/npm" / name) for name in names]
    command = [str(find_node().binary), "-e", script, *files]
    listed, parameters = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    of_realm = v8.names()
    # what lissome and mini-racer need, and V8's own by its flag --expose-gc, are not the app's
    own = {name for name in (*of_realm, *parameters) if not name.startswith("__") and name != "gc"}
    assert sorted(listed) == sorted(own)
