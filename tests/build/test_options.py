"""What the build refuses about matchers and the environment."""

from __future__ import annotations

from collections.abc import Callable

import pytest

pytestmark = [pytest.mark.node, pytest.mark.timeout(600), pytest.mark.xdist_group("builds that fail")]

MATCHER = "def num(value: str) -> int | None: ...\n"


def test_matchers_in_python_need_the_server(failing_build: Callable[[dict[str, str]], str]) -> None:
    said = failing_build({"src/params.server.py": MATCHER})
    assert "src/params.server.py: the browser cannot run Python. Let the server find the routes" in said
    assert "router: { resolution: 'server' }" in said


def test_a_static_variable_must_be_there(failing_build: Callable[[dict[str, str]], str]) -> None:
    """Its value is a part of the bundles; a dynamic one is asked for when the app starts."""
    source = (
        "import { defineEnvVars } from '@sveltejs/kit/env';\n"
        "export const variables = defineEnvVars({ IN_BUNDLE: { public: true, static: true }, LATER: {} });\n"
    )
    said = failing_build({"src/env.js": source})
    assert "IN_BUNDLE" in said
    assert "LATER" not in said


def test_private_variables_are_not_for_components(failing_build: Callable[[dict[str, str]], str]) -> None:
    source = (
        "import { defineEnvVars } from '@sveltejs/kit/env';\n"
        "export const variables = defineEnvVars({ KEY: {} });\n"
    )
    page = "<script>\n\timport { KEY } from '$app/env/private';\n</script>\n{KEY}\n"
    said = failing_build({"src/env.js": source, "src/routes/leak/+page.svelte": page})
    assert "$app/env/private" in said
