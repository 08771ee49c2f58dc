"""Packages that import Node's builtins render, in a build and in dev, on every request."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from support import http
from support.long import sampled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Serve
    from support.apps import Apps

pytestmark = [pytest.mark.node, pytest.mark.timeout(600)]


def page(script: str, shown: str) -> str:
    return f"<script>\n{script}\n</script>\n\n<pre>{{JSON.stringify({shown})}}</pre>\n"


def package(name: str, files: dict[str, str], **fields: str) -> dict[str, str]:
    folder = f"node_modules/{name}"
    described = json.dumps({"name": name, "type": "module", "exports": "./index.js", **fields})
    return {f"{folder}/package.json": described} | {f"{folder}/{file}": text for file, text in files.items()}


# Page, its script, what it shows, and the values of that.
PAGES: dict[str, tuple[str, str, object]] = {
    "esm": (
        """
        import events, { EventEmitter } from 'node:events';
        import * as util from 'util';
        import path, { join } from 'path';
        import url from 'node:url';
        import querystring from 'querystring';
        const emitter = new EventEmitter();
        const seen = [];
        emitter.on('a', (value) => seen.push(value));
        emitter.emit('a', util.format('%s', 1));
        """,
        (
            "[events === EventEmitter, seen, util.inspect(new Map([[{ a: [1] }, 2]])), join('a', '..', 'b'), "
            "path.sep, url.parse('http://u@h:1/p?q=1#f', true).query.q, querystring.parse('a=1&a=2'), "
            "util.types.isDate(new Date())]"
        ),
        [True, ["1"], "Map(1) { { a: [ 1 ] } => 2 }", "b", "/", "1", {"a": ["1", "2"]}, True],
    ),
    "commonjs": (
        "import old from 'old-style';",
        "old",
        {"is": True, "name": "x.js", "same": True, "kept": "b"},
    ),
    "lazy": (
        "import { load } from 'lazy-style'; const said = load();",
        "said",
        [
            (
                "V8 has no module bun:ffi, which node_modules/lazy-style/foreign.cjs imports. Take what the "
                "package has for browsers (resolve.alias in vite.config.js), or do this in Python."
            ),
            "fs.promises.readFile",
            "undefined",
            "events",
        ],
    ),
    "imported": (
        "import { wrapped } from 'wraps-system';",
        "wrapped",
        {"methods": True, "own": True, "agent": "object", "kinds": ["function", "function"], "is": False},
    ),
    "hashes": (
        "import { createHash, timingSafeEqual, randomUUID } from 'crypto';",
        "[createHash('sha256').update('abc').digest('hex').slice(0, 8), randomUUID().length]",
        ["ba7816bf", 36],
    ),
    "streams": (
        """
        import Stream, { Readable } from 'stream';
        import { Buffer } from 'buffer';
        const readable = Readable.from(['a']);
        """,
        "[readable instanceof Stream, Buffer.from('é').toString('hex')]",
        [True, "c3a9"],
    ),
}

PACKAGES = {
    **package(
        "old-style",
        {
            "index.cjs": (
                "var Emitter = require('events'), util = require('util');\n"
                "function Own() { Emitter.call(this); }\n"
                "util.inherits(Own, Emitter);\n"
                "var own = new Own();\n"
                "exports.is = own instanceof Emitter && Own.super_ === Emitter;\n"
                "exports.name = require('path').basename('/a/x.js');\n"
                "exports.same = require('node:events') === Emitter && Emitter.EventEmitter === Emitter;\n"
                "own.once('a', function (value) { exports.kept = value; });\n"
                "own.emit('a', 'b'); own.emit('a', 'c');\n"
            )
        },
        type="commonjs",
        exports="./index.cjs",
    ),
    **package(
        "lazy-style",
        {
            "index.js": (
                "import { createRequire } from 'node:module';\n"
                "import { promises } from 'fs';\n"
                "import { nothing } from 'two-builds';\n"
                "import foreign from './foreign.cjs';\n"
                "const nodeRequire = createRequire(import.meta.url);\n"
                "export function load() {\n"
                "\tlet said = '';\n"
                "\ttry { promises.nothing(); } catch {}\n"
                "\tpromises.readFile('x').catch((error) => (said = error.message));\n"
                "\treturn [foreign.said, `fs.promises.${promises.readFile.name}`, typeof nothing, "
                "nodeRequire('events').name === 'EventEmitter' ? 'events' : ''];\n"
                "}\n"
            ),
            "foreign.cjs": "try { require('bun:ffi'); } catch (error) { exports.said = error.message; }",
        },
    ),
    "node_modules/two-builds/package.json": json.dumps(
        {"type": "module", "exports": {"browser": "./browser.js", "default": "./index.js"}}
    ),
    "node_modules/two-builds/browser.js": "export const nothing = 1;",
    "node_modules/two-builds/index.js": "export const something = 1;",
    **package(
        "wraps-system",
        {
            "index.js": (
                "import fs from 'fs';\nimport http, { globalAgent } from 'http';\n"
                "import { promisify } from 'util';\n"
                "import { isatty } from 'tty';\n"
                "export class Own extends http.Agent {}\n"
                "const read = promisify(fs.readFile);\n"
                "export const wrapped = {\n"
                "\tmethods: http.METHODS.includes('GET') && http.STATUS_CODES[404] === 'Not Found',\n"
                "\town: Object.create(http.Agent.prototype) instanceof http.Agent,\n"
                "\tagent: typeof globalAgent,\n"
                "\tkinds: [typeof read, typeof { ...http }.request],\n"
                "\tis: isatty(1)\n};\n"
            )
        },
    ),
}


@pytest.fixture(scope="module", params=sampled(["serve", "dev"], 2))
def shown(request: pytest.FixtureRequest, apps: Apps, serve: Serve) -> Iterator[Callable[[str], object]]:
    """What a page shows, the same on three requests."""
    pages = {
        f"src/routes/builtins/{name}/+page.svelte": page(script, value)
        for name, (script, value, _) in PAGES.items()
    }
    app_with = apps.built_with if request.param == "serve" else apps.copy_with
    root = app_with("basics", {**PACKAGES, **pages}, to=f"builtins-{request.param}")
    with serve(root, command=request.param) as server:

        def get(name: str) -> object:
            answers = [http.get(f"{server.url}/builtins/{name}") for _ in range(3)]
            assert [answer.status_code for answer in answers] == [200] * 3, server.log()
            texts = {answer.text.partition("<pre>")[2].partition("</pre>")[0] for answer in answers}
            (text,) = texts
            return json.loads(text.replace("&quot;", '"').replace("&lt;", "<").replace("&amp;", "&"))

        yield get


@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_uses_them_is_rendered(shown: Callable[[str], object], name: str) -> None:
    assert shown(name) == PAGES[name][2]
