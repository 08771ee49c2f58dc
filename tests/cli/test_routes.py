"""`lissome routes` on a hand-made build."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from lissome import __version__
from lissome.cli import main
from lissome.manifest import FORMAT


def node(index: int, **more: Any) -> dict[str, Any]:
    return {"index": index, "imports": [], "stylesheets": [], **more}


def route(identity: str, *, leaf: int | None = None, endpoint: str | None = None) -> dict[str, Any]:
    page = None if leaf is None else {"layouts": [0], "errors": [1], "leaf": leaf}
    return {"id": identity, "pattern": "^/$", "params": [], "page": page, "endpoint": endpoint}


@pytest.fixture
def app(tmp_path: Path) -> Path:
    """A build with each kind of route."""
    endpoint = "src/routes/api/[id]/+server.py"
    server = "src/routes/form/+page.server.py"
    exports = {"load": True, "actions": ["create", "delete"], "options": {}}
    manifest = {
        "format": FORMAT,
        "lissome": __version__,
        "version": "1",
        "global": "__sveltekit_1",
        "app_dir": "_app",
        "paths": {},
        "csp": {},
        "csrf": {},
        "templates": {"app": "", "error": ""},
        "hooks": {},
        "client": {"start": "start.js", "app": "app.js"},
        "nodes": [
            node(0),
            node(1),
            node(2, options={"ssr": False, "csr": True, "trailingSlash": "always"}),
            node(3, server=server, universal="src/routes/form/+page.js", exports=exports),
        ],
        "routes": [
            route("/", leaf=2),
            route("/api/[id]", endpoint=endpoint),
            route("/form", leaf=3, endpoint="src/routes/form/+server.py"),
        ],
    }
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / "manifest.json").write_text(json.dumps(manifest))
    source = tmp_path / endpoint
    source.parent.mkdir(parents=True)
    source.write_text(
        "raise RuntimeError('listing routes runs no code')\n"
        "from lib import handler as PUT\n"
        "async def GET(event): ...\n"
        "POST = PATCH = PUT\n"
        "def fallback(event): ...\n"
        "def get(event): ...\n"
    )
    return tmp_path


def rows(app: Path) -> list[list[str]]:
    result = CliRunner().invoke(main, ["routes", str(app)])
    assert result.exit_code == 0, result.output
    return [line.split() for line in result.stdout.splitlines()]


def test_the_table(app: Path) -> None:
    heading, _rule, *body = rows(app)
    assert heading == ["route", "kind", "methods", "files", "options"]
    assert body == [
        ["/", "page", "GET", "+page.svelte", "ssr=False", "trailing_slash=always"],
        ["/api/[id]", "endpoint", "GET", "POST", "PUT", "PATCH", "fallback", "+server.py"],
        [
            "/form",
            "page",
            "GET",
            "POST",
            "(create,",
            "delete)",
            "+page.server.py",
            "+page.js",
            "+page.svelte",
        ],
        ["/form", "endpoint", "?", "+server.py"],
    ]


def test_mounted_applications_come_first(app: Path) -> None:
    (app / "pyproject.toml").write_text("[tool.lissome.mount]\n'/api/v1' = 'backend.main:app'")
    lines = CliRunner().invoke(main, ["routes", str(app)]).output.splitlines()
    (mounted,) = [line.split() for line in lines if "mounted" in line]
    assert mounted == ["/api/v1", "mounted", "backend.main:app"]


def test_a_line_is_never_wrapped_when_another_program_reads_it(app: Path) -> None:
    manifest = app / "build" / "manifest.json"
    data = json.loads(manifest.read_text())
    data["routes"] = [route("/" + "x" * 300, leaf=2)]
    manifest.write_text(json.dumps(data))
    assert len(rows(app)) == 3
