"""vite/isolate/loader/loader.js evaluates ES modules as Node does."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from vite.graphs import random_graph

if TYPE_CHECKING:
    from support.modules import Modules

pytestmark = pytest.mark.node

GRAPHS = {
    "depth first, in the order of imports": {
        "a.mjs": "note('a'); import './b.mjs'; import './c.mjs'; export {} from './d.mjs';",
        "b.mjs": "import './c.mjs'; note('b');",
        "c.mjs": "note('c');",
        "d.mjs": "note('d');",
    },
    "live bindings": {
        "a.mjs": "import { n, up } from './b.mjs'; import * as b from './b.mjs'; "
        "note(n); up(); note(n, b.n);",
        "b.mjs": "export let n = 1; export const up = () => { n += 1; };",
    },
    "functions in cycles": {
        "a.mjs": "import { b } from './b.mjs'; export function a() { return 'a'; } note(b());",
        "b.mjs": "import { a } from './a.mjs'; note(a()); export function b() { return a() + 'b'; }",
    },
    "re-exports": {
        "a.mjs": "export * from './b.mjs'; export const x = 'own'; export * as all from './b.mjs';"
        "export { default } from './b.mjs'; export { x as 'a b', default as d } from './b.mjs';",
        "b.mjs": "export const x = 'b', y = 2; export default 3;",
    },
    "export * from two that declare the same": {
        "a.mjs": "export * from './b.mjs'; export * from './c.mjs'; export * from './d.mjs';",
        "b.mjs": "export const both = 'b', only = 1; export default 1;",
        "c.mjs": "export const both = 'c', again = 1;",
        "d.mjs": "export { again } from './c.mjs'; export * from './b.mjs';",
    },
    "export * in cycles": {
        "a.mjs": "import * as b from './b.mjs'; export * from './b.mjs'; export * from './c.mjs';"
        "export const a = 1; note(Object.keys(b).sort());",
        "b.mjs": "export * from './a.mjs'; export const b = 1;",
        "c.mjs": "export * from './b.mjs'; export const c = 1;",
    },
    "names of the function's parameters": {
        "a.mjs": "import './b.mjs'; const self = 1, fetch = 2; let console = 3; class setTimeout {}"
        "function globalThis() {} note(self, fetch, console, typeof setTimeout, typeof globalThis);",
        "b.mjs": "const { clearTimeout, self: [fetch] } = { clearTimeout: 1, self: [2] };"
        "await null; note(clearTimeout, fetch);",
    },
    "nothing of CommonJS": {
        "a.mjs": "note(this, typeof require, typeof module, typeof exports);"
        "note((function () { return this; })());"
    },
    "import.meta": {
        "a.mjs": "note(typeof import.meta.url, Object.getPrototypeOf(import.meta)); import.meta.x = 1;"
        "note(import.meta.x);"
    },
    "a hashbang": {
        "a.mjs": "#!/usr/bin/env node\nimport './b.mjs';",
        "b.mjs": "#!node\nawait null; note('b');",
    },
    "namespaces": {
        "a.mjs": "import * as b from './b.mjs';"
        "note(Object.prototype.toString.call(b));"
        "note('x' in b, 'y' in b); try { b.x = 2; } catch (error) { note(error.name); }",
        "b.mjs": "export const x = 1;",
    },
    "siblings await side by side": {
        "a.mjs": "import './b.mjs'; import './c.mjs'; import './d.mjs'; note('a');",
        "b.mjs": "note('b'); await ticks(3); note('b goes on');",
        "c.mjs": "import './e.mjs'; note('c'); await ticks(1); note('c goes on');",
        "d.mjs": "note('d');",
        "e.mjs": "note('e'); await ticks(1); note('e goes on');",
    },
    "each way to await": {
        "a.mjs": "import './b.mjs'; import './c.mjs'; import './d.mjs'; import './e.mjs'; note('a');",
        "b.mjs": "export {}; for await (const x of [1, 2]) note('b', x);",
        "c.mjs": "{ await using x = { async [Symbol.asyncDispose]() { note('disposed'); } }; note('c'); }",
        "d.mjs": "export class D { [await 'key']() {} } note('d', Object.getOwnPropertyNames(D.prototype));",
        "e.mjs": "export const { x = await 1 } = {}; note('e', x, `${await 2}`);",
    },
    "dynamic imports": {
        "a.mjs": "note('a'); const promise = import('./b.mjs'); note('after'); const b = await promise;"
        "note(b === (await import('./b.mjs')), b.x);"
        "for (const _ of [1, 2]) await import('./c.mjs').catch((error) => note(error.message));"
        "note(await import('./d.mjs'));",
        "b.mjs": "note('b'); export const x = 1;",
        "c.mjs": "note('c'); throw new Error('c fails');",
        "d.mjs": "export function then(done) { done('a namespace that is thenable'); }",
    },
    "a module imports itself later": {
        "a.mjs": "export let x = 1; import('./a.mjs').then((a) => note(a.x)); x = 2; await ticks(20);"
    },
    "texts that look like imports": {
        "a.mjs": "import { x } from './b.mjs';\nconst text = `\n"
        'const y = await __vite_ssr_import__("x");\nawait`;\n'
        "note(text, 'await __vite_ssr_import__(', x); export const f = async () => { await 1; };",
        "b.mjs": "export const x = 1;",
    },
}
FAILURES = {
    "throws": "note('f'); throw new Error('f fails');",
    "throws nothing": "note('f'); throw undefined;",
    "rejects": "note('f'); await ticks(2); throw new Error('f fails');",
}


@pytest.mark.parametrize("name", GRAPHS)
def test_modules_are_evaluated_as_in_node(modules: Modules, name: str) -> None:
    expected, outcome = modules.evaluate(GRAPHS[name], *GRAPHS[name])
    assert outcome == expected


@pytest.mark.parametrize("name", FAILURES)
def test_a_module_that_fails_does_so_once_and_for_all(modules: Modules, name: str) -> None:
    files = {
        "a.mjs": "import './before.mjs'; import './f.mjs'; note('a');",
        "b.mjs": "import './f.mjs'; import './before.mjs'; note('b');",
        "before.mjs": "import './a.mjs'; note('before');",
        "f.mjs": FAILURES[name],
    }
    expected, outcome = modules.evaluate(files, *files)
    assert outcome == expected
    assert outcome.notes.count("f") == 1
    assert len({str(result) for result in outcome.results}) == 1


def test_a_cycle_that_awaits_may_be_entered_at_two_ends_at_once(modules: Modules) -> None:
    files = {
        "a.mjs": "import './b.mjs'; note('a'); await ticks(2); note('a goes on');",
        "b.mjs": "import './c.mjs'; note('b'); await ticks(2); note('b goes on');",
        "c.mjs": "import './a.mjs'; note('c'); await ticks(2); note('c goes on');",
    }
    expected, outcome = modules.evaluate(files, ["b.mjs", "a.mjs", "c.mjs"])
    assert outcome == expected
    assert outcome.results == [{}, {}, {}]


def test_who_imports_one_module_of_a_cycle_waits_for_all_of_it(modules: Modules) -> None:
    files = {
        "a.mjs": "import './b.mjs'; note('a'); await ticks(3); note('a goes on');",
        "b.mjs": "import './a.mjs'; note('b');",
        "c.mjs": "import './b.mjs'; note('c');",
    }
    expected, outcome = modules.evaluate(files, ["a.mjs", "c.mjs"])
    assert outcome == expected
    assert outcome.notes == ["b", "a", "a goes on", "c"]


def test_random_graphs(modules: Modules) -> None:
    for seed in range(300):
        graph = random_graph(Random(seed))
        expected, outcome = modules.evaluate(graph.files, *graph.entries)
        assert outcome == expected, f"seed {seed}: {graph}"


def test_random_graphs_of_which_two_modules_are_imported_at_once(modules: Modules) -> None:
    for seed in range(200):
        graph = random_graph(Random(seed), at_once=True)
        expected, outcome = modules.evaluate(graph.files, *graph.entries)
        assert outcome == expected, f"seed {seed}: {graph}"


def test_vites_deviations_from_the_language(modules: Modules) -> None:
    """Known, and the same in `vite dev`: when one of these goes, the better."""
    files = {
        "a.mjs": "import './b.mjs'; export const x = 1; export default function () {}",
        "b.mjs": "import f, { x } from './a.mjs'; try { note(x); } catch (error) { note(error.name); } "
        "note(typeof f);",
    }
    expected, outcome = modules.evaluate(files, "a.mjs")
    assert expected.notes == ["ReferenceError", "function"]
    assert outcome.notes == ["undefined", "undefined"]
