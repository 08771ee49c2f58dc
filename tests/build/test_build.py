"""The output of a build, and the builds that must fail."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from lissome.build.build import check_for_mistakes
from lissome.build.npm import is_installed
from lissome.manifest import load_manifest
from support.apps import Apps
from support.long import sampled

pytestmark = [pytest.mark.node, pytest.mark.timeout(600), pytest.mark.xdist_group("builds that fail")]

FailingBuild = Callable[[dict[str, str]], str]


def test_the_manifest_is_what_the_server_reads(basics: Path) -> None:
    manifest = load_manifest(basics / "build" / "manifest.json")
    assert manifest.version == "basics-1"
    assert manifest.hooks.server == "src/hooks.server.py"
    assert manifest.hooks.transport == ("Vector",)
    assert manifest.hooks.reroute
    assert set(manifest.matchers) == {"integer", "word"}
    assert manifest.assets["robots.txt"] == (basics / "static" / "robots.txt").stat().st_size
    assert "%sveltekit.head%" in manifest.templates.app
    assert "%sveltekit.status%" in manifest.templates.error


def test_routes_and_their_nodes(basics: Path) -> None:
    manifest = load_manifest(basics / "build" / "manifest.json")
    routes = {route.id: route for route in manifest.routes}
    assert routes["/both"].page
    assert routes["/both"].endpoint == "src/routes/both/+server.py"
    assert routes["/api/json"].page is None
    number = routes["/number/[n=integer]"].params[0]
    assert (number.name, number.matcher) == ("n", "integer")
    bare = routes["/(group)/inside/deep/bare"].page
    assert bare
    assert bare.layouts == (0,)
    counter = routes["/counter"].page
    assert counter
    exports = manifest.nodes[counter.leaf].exports
    assert exports
    assert exports.load
    assert exports.actions == ("add", "reset")


def test_page_options_of_both_languages(basics: Path) -> None:
    manifest = load_manifest(basics / "build" / "manifest.json")
    leaves = {route.id: manifest.nodes[route.page.leaf] for route in manifest.routes if route.page}
    assert leaves["/spa"].options.ssr is False
    assert leaves["/nocsr"].options.csr is False
    assert leaves["/slash"].options.trailingSlash == "always"
    assert leaves["/items/[id]"].universal_load
    assert not leaves["/spa"].universal_load


def test_the_browser_knows_which_pages_have_a_server_load(basics: Path) -> None:
    app = (basics / ".svelte-kit/generated/build/client-optimized/app.js").read_text()
    leaves = dict(re.findall(r'"(/[^"]*)": \[(~?)\d+', app))
    assert leaves["/rows"] == "~"
    assert leaves["/items/[id]"] == "~"
    assert leaves["/about"] == ""
    assert leaves["/timer"] == ""
    assert "server_loads = [0]" in app


def test_client_files_are_compressed(basics: Path) -> None:
    scripts = list((basics / "build" / "client").rglob("*.js"))
    assert scripts
    assert all(script.with_name(f"{script.name}.br").is_file() for script in scripts)
    assert all(script.with_name(f"{script.name}.gz").is_file() for script in scripts)


def test_no_python_reaches_the_browser(basics: Path) -> None:
    texts = [file.read_text() for file in (basics / "build" / "client").rglob("*.js")]
    assert not any("runs in Python" in text for text in texts)


def test_knows_its_sources(basics: Path) -> None:
    sources = json.loads((basics / "build" / "manifest.json").read_text())["sources"]
    assert re.fullmatch(r"[0-9a-f]{12}", sources["src/routes/+page.svelte"])
    assert "src/lib/vector.js" in sources
    assert "static/robots.txt" in sources
    assert not any(name.endswith(".py") for name in sources)


def test_node_modules_are_known_to_be_installed(basics: Path) -> None:
    assert is_installed(basics)


def test_a_syntax_error_stops_the_build_with_a_caret(failing_build: FailingBuild) -> None:
    said = failing_build({"src/routes/broken/+page.server.py": "def load(event):\n    return {,}\n"})
    assert "src/routes/broken/+page.server.py:2: SyntaxError" in said
    assert "2 |     return {,}\n  |             ^" in said


@pytest.mark.parametrize(
    "module",
    sampled(
        [
            "src/lib/server/vector.py",
            "src/lib/server/secret.js",
            "src/lib/keys.server.js",
            "src/lib/keys.server.py",
        ],
        4,
    ),
)
def test_server_code_cannot_be_imported_in_the_browser(failing_build: FailingBuild, module: str) -> None:
    said = failing_build(
        {
            "src/lib/server/secret.js": "export const key = 1;\n",
            "src/lib/server/vector.py": "key = 1\n",
            "src/lib/keys.server.js": "export const key = 1;\n",
            "src/lib/keys.server.py": "key = 1\n",
            "src/lib/between.js": f"import '../../{module}';\nexport const x = 1;\n",
            "src/routes/guarded/+page.svelte": "<script>import { x } from '#lib/between.js';</script>{x}\n",
        },
    )
    name = module.replace("src/lib/", "#lib/")
    assert f"Cannot import `{name}` into code that runs in the browser" in said
    assert "src/routes/guarded/+page.svelte imports" in said
    assert f"#lib/between.js imports\n   {name}" in said


def test_python_cannot_be_imported_in_the_browser(failing_build: FailingBuild) -> None:
    said = failing_build(
        {
            "src/lib/tool.py": "x = 1\n",
            "src/routes/tool/+page.svelte": "<script>import '#lib/tool.py';</script>\n",
        },
    )
    assert "src/lib/tool.py is Python, and the browser cannot run it" in said


def test_all_mistakes_are_said_at_once(failing_build: FailingBuild) -> None:
    """Which ones there are is tested in tests/build/mistakes."""
    said = failing_build(
        {
            "src/routes/py/+page.py": "",
            "src/routes/names/+page.server.py": "async def loads(event):\n    return {}\n",
            "src/routes/old/+page.server.py": "prerender = True\n",
        },
    )
    assert "src/routes/py/+page.py: this file runs in the browser too" in said
    assert "src/routes/names/+page.server.py:1: lissome does not read loads: write async def load" in said
    assert said.index("names/+page.server.py") < said.index(
        "src/routes/old/+page.server.py:1: lissome has no"
    )


def test_wrong_settings_stop_the_build(failing_build: FailingBuild, monkeypatch: pytest.MonkeyPatch) -> None:
    """As they stop the start; those of the environment concern the machine that serves."""
    monkeypatch.setenv("LISSOME_RENDER_TIMEOUT", "soon")
    said = failing_build({"pyproject.toml": "[tool.lissome]\nbody_size_limits = 1\n"})
    assert "[tool.lissome] body_size_limits: there is no such setting; write body_size_limit" in said
    assert "LISSOME_RENDER_TIMEOUT" not in said
    said = failing_build({"pyproject.toml": "[lissome]\nbody_size_limit = 1\n"})
    assert said.endswith("pyproject.toml, [lissome]: nobody reads this table; write [tool.lissome].")


def test_warnings_do_not_stop_the_build(apps: Apps) -> None:
    root = apps.copy_with("basics", {"src/service-worker.js": ""}, to="warnings")
    warnings = [one.title for one in check_for_mistakes(root) if "service-worker" in one.title]
    assert len(warnings) == 1
    assert warnings[0].startswith("src/service-worker.js: lissome has no service workers yet")


def test_a_configuration_without_the_plugin(failing_build: FailingBuild) -> None:
    said = failing_build({"vite.config.js": "export default {};\n"})
    assert said.startswith("vite.config.js: this file has no lissome() plugin, so Vite builds no app: add ")


def test_a_configuration_whose_plugin_does_not_run(failing_build: FailingBuild) -> None:
    """Reading the file does not show it; that there is no new manifest does."""
    files = {
        "vite.config.js": "import config from './base.config.js';\nexport default config;\n",
        "base.config.js": "export default { build: { rollupOptions: { input: 'base.config.js' } } };\n",
    }
    said = failing_build(files)
    assert said.startswith("vite.config.js: this file has no lissome() plugin, so Vite builds no app: add ")
