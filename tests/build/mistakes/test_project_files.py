"""Mistakes in the configuration, and in the names of files."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.mistakes import said_of

LOAD = "async def load(event):\n    return {}\n"
NO_PLUGIN = (
    "this file has no lissome() plugin, so Vite builds no app: add `import { lissome } from 'lissome';` and "
    "`plugins: [lissome()]`"
)
SERVER_SIDE = "lissome's server is Python, and does not run this file: write it in Python, as"
NO_WORKER = (
    "lissome has no service workers yet, so browsers do not get this one: delete the file, or put a finished "
    "script into static/ and register it yourself"
)

MISTAKES: list[tuple[dict[str, str | None], str]] = [
    ({"vite.config.js": "export default { plugins: [] };"}, f"vite.config.js: {NO_PLUGIN}"),
    (
        {"vite.config.js": "// lissome()\nimport { lissome } from 'lissome';\nexport default {};"},
        f"vite.config.js: {NO_PLUGIN}",
    ),
    (
        {"vite.config.js": None, "vite.config.ts": "export default { plugins: ['lissome()'] };"},
        f"vite.config.ts: {NO_PLUGIN}",
    ),
    (
        {
            "vite.config.js": """\
                import { sveltekit } from '@sveltejs/kit/vite';
                import { lissome } from 'lissome';
                export default { plugins: [lissome(), sveltekit()] };
                """
        },
        "vite.config.js:3: lissome() contains sveltekit(): remove sveltekit()",
    ),
    (
        {
            "vite.config.js": """\
                import { sveltekit } from '@sveltejs/kit/vite';
                export default { plugins: [sveltekit()] };
                """
        },
        "vite.config.js:2: sveltekit() alone builds no app for Python: write lissome() instead, from 'lissome'",
    ),
    (
        {
            "vite.config.js": """\
                import { svelte } from '@sveltejs/vite-plugin-svelte';
                import { lissome as kit } from 'lissome';
                export default { plugins: [svelte(), kit()] };
                """
        },
        "vite.config.js:3: lissome() contains svelte(): remove svelte()",
    ),
    (
        {"svelte.config.js": "export default { kit: { adapter: auto() } };"},
        (
            "svelte.config.js: this file is not read: move its options into lissome({ … }) in vite.config.js, "
            "without `kit` around them and without `adapter`, and delete it"
        ),
    ),
    (
        {"package.json": '{"devDependencies": {"svelte": "5"}}'},
        'package.json: lissome is missing: add "lissome": "file:.lissome/npm" to devDependencies',
    ),
    (
        {"package.json": '{\n  "devDependencies" {}\n}'},
        "package.json:2: this is not JSON: Expecting ':' delimiter",
    ),
    (
        {"package.json": '{\n  "devDependencies": {"lissome": "^0.1.0"}\n}'},
        (
            "package.json:2: npm would look for lissome ^0.1.0 elsewhere, but `lissome build` brings it along: write "
            '"lissome": "file:.lissome/npm"'
        ),
    ),
    (
        {"src/pages/+page.svelte": "", "src/pages/+layout.svelte": ""},
        "src/pages/+layout.svelte: routes are files in src/routes, and there is no such folder: move this there",
    ),
    ({"src/service-worker.js": ""}, f"warning: src/service-worker.js: {NO_WORKER}"),
    ({"src/service-worker/index.ts": ""}, f"warning: src/service-worker/index.ts: {NO_WORKER}"),
    (
        {"src/lib/posts.remote.ts": ""},
        (
            "src/lib/posts.remote.ts: lissome has no remote functions yet, and nothing calls this file: write a load "
            "or an action in +page.server.py, or a +server.py"
        ),
    ),
    ({"src/hooks.server.ts": ""}, f"src/hooks.server.ts: {SERVER_SIDE} hooks.server.py"),
    (
        {"src/hooks.server.js": "", "src/hooks.server.py": "async def init(): ...\n"},
        f"src/hooks.server.js: {SERVER_SIDE} hooks.server.py",
    ),
    (
        {"src/routes/a/+page.server.js": "", "src/routes/a/+page.server.py": LOAD},
        f"src/routes/a/+page.server.js: {SERVER_SIDE} +page.server.py",
    ),
    ({"src/routes/a/+server.ts": ""}, f"src/routes/a/+server.ts: {SERVER_SIDE} +server.py"),
    (
        {"src/routes/+page.py": LOAD},
        (
            "src/routes/+page.py: this file runs in the browser too, so it cannot be Python: write +page.js or, for "
            "code that only the server runs, +page.server.py"
        ),
    ),
    (
        {"src/hooks.py": "async def handle(event, resolve): ...\n"},
        (
            "src/hooks.py: this file runs in the browser too, so it cannot be Python: write hooks.js or, for code "
            "that only the server runs, hooks.server.py"
        ),
    ),
    (
        {"src/env.py": ""},
        (
            "src/env.py: this file runs in the browser too, so it cannot be Python: write env.js, and declare what "
            "only Python needs in a class of lissome.Environment"
        ),
    ),
    (
        {"src/params/integer.js": "export const match = () => true;"},
        (
            "src/params/integer.js: SvelteKit 3 does not read this file: write all matchers into src/params.js, "
            "export const params = defineParams({ integer: … })"
        ),
    ),
    (
        {"src/instrumentation.server.js": ""},
        (
            "src/instrumentation.server.js: lissome does not read this file: write what it starts into "
            "`async def init()` of src/hooks.server.py"
        ),
    ),
    (
        {"src/hooks/server.py": "async def handle(event, resolve): ...\n"},
        "src/hooks/server.py: lissome reads hooks from src/hooks.server.py only: move this file there",
    ),
    (
        {"src/routes/hooks.server.py": "async def handle(event, resolve): ...\n"},
        "src/routes/hooks.server.py: lissome reads hooks from src/hooks.server.py only: move this file there",
    ),
    (
        {"src/routes/a/page.server.py": LOAD},
        "src/routes/a/page.server.py: without its + this is no route file: rename it to +page.server.py",
    ),
    (
        {"src/routes/api/server.py": "async def GET(event): ...\n"},
        "src/routes/api/server.py: without its + this is no route file: rename it to +server.py",
    ),
    (
        {"src/routes/+Page.svelte": ""},
        "src/routes/+Page.svelte: there is no route file of this name: rename it to +page.svelte",
    ),
    (
        {"src/routes/+page_server.py": LOAD},
        "src/routes/+page_server.py: there is no route file of this name: rename it to +page.server.py",
    ),
    (
        {"src/routes/+layouts.server.py": LOAD},
        "src/routes/+layouts.server.py: there is no route file of this name: rename it to +layout.server.py",
    ),
    (
        {"src/routes/+error.server.py": ""},
        (
            "src/routes/+error.server.py: an error page has no code of its own on the server: write +error.svelte, "
            "and handle_error in src/hooks.server.py"
        ),
    ),
    (
        {"src/routes/+guard.py": "async def guard(event): ...\n"},
        "src/routes/+guard.py: the guard of a folder is written without +: rename this file to guard.py",
    ),
    (
        {"src/routes/a/guard.server.py": "async def guard(event): ...\n"},
        "src/routes/a/guard.server.py: lissome reads the guard of a folder from guard.py: rename this file",
    ),
]

FINE: list[dict[str, str | None]] = [
    {},
    {"vite.config.js": "import { app } from './app.config.js';\nexport default app;"},
    {
        "vite.config.js": "const { lissome } = await import('lissome');\nexport default { plugins: [lissome()] };"
    },
    {"vite.config.js": "import * as python from 'lissome';\nexport default { plugins: [python.lissome()] };"},
    {
        "vite.config.js": "// no sveltekit() of '@sveltejs/kit/vite'\n"
        "import { lissome } from 'lissome';\nexport default { plugins: [lissome()] };"
    },
    {"package.json": '{"dependencies": {"lissome": "file:.lissome/npm"}}'},
    {"src/routes/+page@.svelte": "", "src/routes/(a)/+layout@(b).svelte": "", "src/routes/+page.test.ts": ""},
    {"src/routes/+page.svx": "", "src/routes/helper.py": "", "src/routes/a/server.py": "ADDRESS = 1\n"},
    {"src/lib/+page.server.js": "", "src/lib/env.py": "", "src/lib/params/integer.js": ""},
    {"hooks.py": "def commit_message(text): ...\n", "src/middleware.py": "async def log(event): ...\n"},
    {"src/params.server.py": "def integer(value): ...\n", "src/params.js": ""},
]


@pytest.mark.parametrize(("files", "message"), MISTAKES)
def test_a_mistake(tmp_path: Path, files: dict[str, str | None], message: str) -> None:
    assert said_of(tmp_path, files) == [message]


@pytest.mark.parametrize("files", FINE)
def test_this_is_fine(tmp_path: Path, files: dict[str, str | None]) -> None:
    assert said_of(tmp_path, files) == []
