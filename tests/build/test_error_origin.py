"""An error says first which file or package it comes from: in production's log, and in that of dev."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from support import http
from support.apps import said_by_build
from support.long import sampled
from support.waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Serve
    from support.apps import Apps
    from support.server import Server

pytestmark = [pytest.mark.node, pytest.mark.timeout(600)]

PAGE = "src/routes/culprit/{}/+page.svelte"
FILES = {
    "src/lib/Card.svelte": (
        "<script>\n\tlet { value } = $props();\n\n\tconst shown = value.x;\n</script>\n\n{shown}"
    ),
    PAGE.format("card"): "<script>\n\timport Card from '#lib/Card.svelte';\n</script>\n\n<Card />",
    PAGE.format("(odd)/group"): "<script>\n\tconst value = undefined;\n\tvalue.x;\n</script>",
    PAGE.format("window"): "<script>\n\tconst width = window.innerWidth;\n</script>\n\n{width}",
    PAGE.format("handler"): "<button onclick={() => document.body.remove()}>x</button>",
    PAGE.format("tested"): "<script>\n\tconst is = typeof window !== 'undefined' && window.x;\n</script>{is}",
    PAGE.format("lost"): "<p>never shown</p>",
    PAGE.format("load"): "<p>never shown</p>",
    "src/routes/culprit/load/+page.js": (
        "export async function load() {\n\tawait null;\n\treturn { value: undefined.x };\n}"
    ),
    PAGE.format("package"): "<script>\n\timport { mode } from 'wants-screen';\n</script>{mode}",
    PAGE.format("commonjs"): "<script>\n\timport { mode } from '@wants/document';\n</script>{mode}",
    PAGE.format("called"): "<script>\n\timport { read } from 'wants-dirname';\n\tread();\n</script>",
    PAGE.format("system"): "<script>\n\timport { read } from 'wants-fs';\n</script>{read('x')}",
    PAGE.format("own-system"): "<script>\n\timport { get } from 'node:http';\n\tget('/');\n</script>",
    "node_modules/wants-fs/package.json": '{"type": "module", "exports": "./index.js"}',
    "node_modules/wants-fs/index.js": "export * from './deep.js';",
    "node_modules/wants-fs/deep.js": (
        "import fs, { readFileSync } from 'node:fs';\nimport { promisify } from 'util';\n"
        "export const later = promisify(fs.readFile);\nexport class Own extends fs.ReadStream {}\n"
        "export const names = Object.keys(fs);\nexport const read = (name) => readFileSync(name);"
    ),
    "node_modules/wants-screen/package.json": '{"type": "module", "exports": "./index.js"}',
    "node_modules/wants-screen/index.js": "// first\nexport const mode = screen.width;",
    "node_modules/@wants/document/package.json": '{"main": "index.js"}',
    "node_modules/@wants/document/index.js": (
        "// first\n\nexports.mode = document.title;\ntry { require('fs') } catch {}"
    ),
    "node_modules/wants-dirname/package.json": '{"type": "module", "exports": "./index.js"}',
    "node_modules/wants-dirname/index.js": "export function read() {\n\treturn __dirname;\n}",
}
LOSE = """
const lose = {
	name: 'lose',
	enforce: 'post',
	transform: (code, id) => (id.endsWith('lost/+page.svelte') ? 'export default undefined;' : undefined)
};
"""


@dataclass
class Site:
    """The app with those files, in production or in dev."""

    server: Server
    said: list[str] = field(default_factory=list)

    def log_of(self, path: str) -> list[str]:
        """The lines that are logged when a page fails."""
        before = len(self.server.log())
        answer = http.get(f"{self.server.url}/culprit/{path}")
        assert answer.status_code == 500
        for told in ("wants", "Card", "is not defined", "Cannot read"):
            assert told not in answer.text, "visitors are told nothing of it"
        assert "Internal Error" in answer.text
        until(lambda: f"in GET /culprit/{path}\n" in self.server.log()[before:], otherwise=self.server.log)
        return self.server.log()[before:].strip().splitlines()


def changed(app: Path) -> dict[str, str]:
    """Files of the app that are others."""
    hooks = "src/hooks.server.py"
    config = (app / "vite.config.js").read_text().replace("export default", f"{LOSE}\nexport default")
    return {
        hooks: (app / hooks).read_text().partition("def handle_error")[0],  # which would have to log them
        "vite.config.js": config.replace("plugins: [", "plugins: [lose, "),
    }


@pytest.fixture(scope="module", params=sampled(["serve", "dev"], 2))
def site(request: pytest.FixtureRequest, apps: Apps, serve: Serve) -> Iterator[Site]:
    app_with = apps.built_with if request.param == "serve" else apps.copy_with
    files = FILES | changed(apps.sources / "basics")
    root = app_with("basics", files, to=f"culprits-{request.param}")
    said = said_by_build(root) if request.param == "serve" else []
    with serve(root, command=request.param, probe="/robots.txt") as server:
        # what the app does on purpose is reported in dev, and no error
        greeting = "worker, after" if request.param == "serve" else "DELETE returns nothing"
        until(lambda: greeting in server.log(), otherwise=server.log)
        yield Site(server, said)


@pytest.mark.parametrize(
    ("path", "first"),
    [
        (
            "card",
            "src/lib/Card.svelte:4 in Card: TypeError: Cannot read properties of undefined (reading 'x')",
        ),
        (
            "group",
            (
                "src/routes/culprit/(odd)/group/+page.svelte:3: "
                "TypeError: Cannot read properties of undefined (reading 'x')"
            ),
        ),
        ("window", "src/routes/culprit/window/+page.svelte:2: ReferenceError: window is not defined"),
        (
            "load",
            (
                "src/routes/culprit/load/+page.js:3 in load: "
                "TypeError: Cannot read properties of undefined (reading 'x')"
            ),
        ),
        (
            "package",
            (
                "node_modules/wants-screen/index.js:2 (package wants-screen, imported by "
                "src/routes/culprit/package/+page.svelte): ReferenceError: screen is not defined"
            ),
        ),
        (
            "commonjs",
            (
                "node_modules/@wants/document/index.js:3 (package @wants/document, imported by "
                "src/routes/culprit/commonjs/+page.svelte): ReferenceError: document is not defined"
            ),
        ),
        (
            "called",
            (
                "node_modules/wants-dirname/index.js:2 (package wants-dirname, imported by "
                "src/routes/culprit/called/+page.svelte): ReferenceError: __dirname is not defined"
            ),
        ),
        (
            "system",
            (
                "node_modules/wants-fs/deep.js:6 (package wants-fs, imported by "
                "src/routes/culprit/system/+page.svelte): Error: fs.readFileSync() was called while "
                "rendering: package wants-fs (node_modules/wants-fs/deep.js), imported by "
                "src/routes/culprit/system/+page.svelte, needs a file system, which V8 does not have. "
                "Instead, use the package in the browser only (in onMount), take its browser build "
                "(resolve.alias in vite.config.js), or do this part in Python."
            ),
        ),
        (
            "own-system",
            (
                "src/routes/culprit/own-system/+page.svelte:3: Error: http.get() was called while rendering: "
                "src/routes/culprit/own-system/+page.svelte needs a network, which V8 does not have. "
                "Instead, do this in Python (+page.server.py), or in the browser only (in onMount)."
            ),
        ),
        (
            "lost",
            (
                "Error: src/routes/culprit/lost/+page.svelte has no component as its default export. "
                "Something has replaced what Svelte's compiler made of it: "
                "a plugin in vite.config.js, for example."
            ),
        ),
    ],
)
def test_the_first_line_names_the_culprit(site: Site, path: str, first: str) -> None:
    log = site.log_of(path)
    assert log[0] == first
    for ours in ("ssr.js", "lissome-dev.js", "prelude.js", ".lissome/npm", "Traceback"):
        assert ours not in "\n".join(log)
    assert not any("imported by" in line for line in log[1:])


@pytest.mark.parametrize(
    ("path", "advice"),
    [
        ("called", "V8 has no `__dirname`: it is Node's. Instead, take the package's browser build"),
        ("window", "V8 has no `window`. Use what is the browser's in onMount, or behind `browser`"),
    ],
)
def test_the_second_says_what_to_do_about_a_name_that_v8_lacks(site: Site, path: str, advice: str) -> None:
    assert site.log_of(path)[1].startswith(advice)


def test_a_build_lists_names_that_v8_lacks(site: Site) -> None:
    if not site.said:
        pytest.skip("dev builds nothing")
    (warning,) = [text for text in site.said if "V8 does not have these globals" in text]
    # Vite's own warning speaks of an environment that nobody here has heard of
    assert not any("lissome_ssr" in text for text in site.said)
    places = re.findall(r"^  (\S+:\d+.*: \w+)$", warning, re.MULTILINE)
    culprit = "(package {}, imported by src/routes/culprit/{}/+page.svelte)"
    assert sorted(line for line in places if "spa" not in line) == [
        f"node_modules/@wants/document/index.js:3 {culprit.format('@wants/document', 'commonjs')}: document",
        f"node_modules/wants-dirname/index.js:2 {culprit.format('wants-dirname', 'called')}: __dirname",
        f"node_modules/wants-screen/index.js:2 {culprit.format('wants-screen', 'package')}: screen",
        "src/routes/culprit/window/+page.svelte:2: window",
    ]


def test_a_build_lists_who_imports_what_needs_a_system(site: Site) -> None:
    if not site.said:
        pytest.skip("dev builds nothing")
    (said,) = [text for text in site.said if "modules of Node's need" in text]
    culprit = "src/routes/culprit/{}/+page.svelte"
    assert sorted(re.findall(r"^  (\S+: (?:package|src).*)$", said, re.MULTILINE)) == [
        f"fs: package @wants/document, imported by {culprit.format('commonjs')}",
        f"fs: package wants-fs, imported by {culprit.format('system')}",
        f"http: {culprit.format('own-system')}",
    ]


@pytest.mark.long
def test_a_builtin_that_is_left_out_does_no_harm(apps: Apps) -> None:
    package = {
        "node_modules/wants-dns/package.json": json.dumps(
            {"type": "module", "exports": "./index.js", "sideEffects": False}
        ),
        "node_modules/wants-dns/index.js": "export { read } from './deep.js';\nexport const name = 'index';",
        "node_modules/wants-dns/deep.js": "import { lookup } from 'node:dns';\nexport const read = lookup;",
        "src/routes/about/+page.svelte": "<script>\n\timport { name } from 'wants-dns';\n</script>{name}",
    }
    app = apps.built_with("basics", package, to="unused-builtin")
    assert "dns.lookup" not in (app / "build" / "server" / "ssr.js").read_text()
