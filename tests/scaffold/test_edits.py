"""The edits of `lissome adopt`: what they change, and what they leave to a person."""

from __future__ import annotations

import json

import pytest

from lissome.scaffold.edits import gitignore, package_json, tsconfig, vite_config

PINS = {"@sveltejs/kit": "3.2.0", "svelte": "5.57.3"}

# As `npx sv create` writes it.
CREATED = """\
import adapter from '@sveltejs/adapter-auto';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

export default defineConfig({
	plugins: [
		sveltekit({
			compilerOptions: { runes: true },

			// adapter-auto only supports some environments.
			// See https://svelte.dev/docs/kit/adapters for more information about adapters.
			adapter: adapter()
		})
	]
});
"""


def test_a_created_vite_config() -> None:
    edited = vite_config(CREATED)
    assert edited.advice == ()
    assert edited.text == (
        "import { lissome as sveltekit } from 'lissome';\n"
        "import { defineConfig } from 'vite';\n\n"
        "export default defineConfig({\n\tplugins: [\n\t\tsveltekit({\n"
        "\t\t\tcompilerOptions: { runes: true },\n"
        "\t\t})\n\t]\n});\n"
    )


def test_an_edited_vite_config_stays_as_it_is() -> None:
    once = vite_config(CREATED).text
    assert vite_config(once).text == once


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('import {sveltekit} from "@sveltejs/kit/vite";', 'import { lissome as sveltekit } from "lissome";'),
        (
            "import { sveltekit as kit } from '@sveltejs/kit/vite';",
            "import { lissome as kit } from 'lissome';",
        ),
    ],
)
def test_the_name_and_the_quotes_stay(before: str, after: str) -> None:
    assert vite_config(before).text == after


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        (
            "import * as kit from '@sveltejs/kit/vite';",
            "write import { lissome as sveltekit } from 'lissome'",
        ),
        (CREATED.replace("adapter: adapter()", "adapter: adapter({ out: dir() })"), "leave out the adapter"),
        (CREATED.replace("adapter: adapter()", "adapter: prod ? adapter() : other"), "leave out the adapter"),
    ],
)
def test_a_vite_config_that_is_not_understood(text: str, advice: str) -> None:
    edited = vite_config(text)
    assert edited.advice[0].startswith(advice)
    assert "adapter-auto" not in text or "import adapter from '@sveltejs/adapter-auto'" in edited.text


def test_package_json() -> None:
    text = json.dumps(
        {
            "name": "shop",
            "scripts": {
                "dev": "vite dev",
                "build": "vite build && echo done",
                "prepare": "svelte-kit sync || echo ''",
                "check": "svelte-kit sync && svelte-check",
            },
            "dependencies": {"svelte": "^5"},
            "devDependencies": {"vite": "^8", "@sveltejs/kit": "^3", "@sveltejs/adapter-node": "^6"},
        },
        indent="\t",
    )
    edited = package_json(text + "\n", PINS)
    assert edited.text.startswith('{\n\t"name": "shop",')
    assert edited.text.endswith("}\n")
    package = json.loads(edited.text)
    assert package["dependencies"] == {"svelte": "5.57.3"}
    assert list(package["devDependencies"].items()) == [
        ("@sveltejs/kit", "3.2.0"),
        ("lissome", "file:.lissome/npm"),
        ("vite", "^8"),
    ]
    assert package["scripts"] == {
        "dev": "lissome dev",
        "build": "vite build && echo done",
        "prepare": "svelte-kit sync || echo ''",
        "check": "lissome sync && svelte-check",
    }
    assert package_json(edited.text, PINS) == edited


@pytest.mark.parametrize(
    "text",
    [
        '{\n\t"extends": "$app/tsconfig",\n\t"compilerOptions": {\n\t\t// why\n\t\t"strict": true\n\t}\n}\n',
        '{\n  "compilerOptions": {}\n}\n',
        '{ "compilerOptions": { "strict": true } }',
    ],
)
def test_tsconfig(text: str) -> None:
    edited = tsconfig(text)
    assert edited.advice == ()
    read = json.loads(edited.text.replace("// why", ""))
    assert read["compilerOptions"].pop("rootDirs")[1] == "./.svelte-kit/lissome"
    assert read == json.loads(text.replace("// why", ""))
    assert ("// why" in edited.text) == ("// why" in text)
    assert tsconfig(edited.text) == edited


@pytest.mark.parametrize("text", ["{}", '{ "compilerOptions": { "rootDirs": ["."] } }'])
def test_a_tsconfig_that_is_not_understood(text: str) -> None:
    edited = tsconfig(text)
    assert edited.text == text
    assert edited.advice[0].startswith('write "rootDirs": [".", "./.svelte-kit/lissome"')


def test_gitignore_gets_what_is_missing() -> None:
    edited = gitignore("node_modules\n/.svelte-kit\n/build\n.env")
    assert edited.text.endswith(".env\n\n# lissome and Python\n.lissome/\n.venv/\n__pycache__/\n")
    assert gitignore(edited.text) == edited
    assert gitignore("").text.startswith("# lissome and Python\n.lissome/\n")
