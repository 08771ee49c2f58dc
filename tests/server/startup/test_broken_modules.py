"""Route modules that cannot be imported: their routes answer 500, nothing below them runs, the others serve.

SvelteKit imports a route's modules when it is asked for it, with the same effect.
"""

from __future__ import annotations

import logging
import shutil
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from lissome.app import create_app
from lissome.errors import AppError
from lissome.manifest import load_manifest
from lissome.server.page.branch import BranchCache
from lissome.server.startup.modules import Modules
from lissome.server.startup.nodes import make_nodes
from lissome.server.startup.routes import make_routes
from lissome.testing.fresh_modules import fresh_modules
from support.asgi import Answer, Client, started

HTML = {"accept": "text/html"}
BROKEN = "\nsecret = 'sesame'\nraise RuntimeError(secret)\n"
OPEN = "async def guard(event): return None\n"

Break = Callable[..., Path]


@pytest.fixture
def copy_with(built_app: Callable[[str], Path], tmp_path: Path) -> Break:
    """``copy_with({"src/routes/+page.server.py": "…"})``: a copy of the app `basics` with other files."""

    def copy_with(files: dict[str, str]) -> Path:
        root = tmp_path / "app"
        shutil.copytree(
            built_app("basics"), root, symlinks=True, ignore=shutil.ignore_patterns("node_modules")
        )
        for file, text in files.items():
            (root / file).write_text(text)
        return root

    return copy_with


@asynccontextmanager
async def visitor(root: Path) -> AsyncIterator[Client]:
    with fresh_modules(root):
        async with started(create_app(root)) as client:
            yield client


async def every_kind(client: Client, path: str) -> list[Answer]:
    """A page, its data whatever is skipped, its actions with and without JavaScript, and other methods."""
    form = {"by": "2"}
    return [
        await client.send(path, headers=HTML),
        await client.send(path, headers=HTML, method="HEAD"),
        *[await client.data(path, mask) for mask in (None, "000", "001", "111")],
        await client.post(f"{path}?/add", form),
        await client.post(f"{path}?/add", form, accept="application/json", x_sveltekit_action="true"),
        *[
            await client.send(path, method=method, headers={"origin": "http://localhost"})
            for method in ("PUT", "DELETE")
        ],
    ]


def assert_closed(answers: list[Answer]) -> None:
    assert {answer.status for answer in answers} <= {500}
    for answer in answers:
        assert "sesame" not in answer.text
        assert "Traceback" not in answer.text
        assert "set-cookie" not in dict(answer.headers)


async def test_a_page_fails_and_the_others_serve(copy_with: Break, caplog: pytest.LogCaptureFixture) -> None:
    async with visitor(copy_with({"src/routes/counter/+page.server.py": BROKEN})) as client:
        assert_closed(await every_kind(client, "/counter"))
        page = await client.send("/counter", headers=HTML)
        assert "Internal Error" in page.text
        assert "kit.start" in page.text  # the error page of the app, with its layout
        assert (await client.send("/about", headers=HTML)).status == 200
        assert (await client.send("/missing", headers=HTML)).status == 404
    first = next(record for record in caplog.records if record.levelno == logging.ERROR)
    said = first.getMessage()
    assert "1 of " in said
    assert 'counter/+page.server.py", line 3, in <module>' in said
    assert "RuntimeError: sesame" in said
    assert "importlib" not in said


async def test_an_endpoint_fails_for_every_method(copy_with: Break) -> None:
    async with visitor(copy_with({"src/routes/api/json/+server.py": "import nowhere\n"})) as client:
        for method in ("GET", "HEAD", "POST", "DELETE", "OPTIONS", "QUERY"):
            answer = await client.send(
                "/api/json",
                method=method,
                headers={"accept": "application/json", "origin": "http://localhost"},
            )
            assert answer.status == 500
        answer = await client.send("/api/json", headers={"accept": "application/json"})
        assert answer.json()["message"] == "Internal Error (ModuleImportError)"  # from the app's handle_error
        assert (await client.send("/api/text")).status == 200


async def test_a_page_beside_a_broken_endpoint_serves(copy_with: Break) -> None:
    async with visitor(copy_with({"src/routes/both/+server.py": BROKEN})) as client:
        assert (await client.send("/both", headers=HTML)).status == 200
        assert (await client.send("/both", headers={"accept": "application/json"})).status == 500


async def test_a_layout_takes_all_pages_below_it_along(copy_with: Break) -> None:
    """The root layout's load may be what signs users in: no page, data or action works without it."""
    async with visitor(copy_with({"src/routes/+layout.server.py": BROKEN})) as client:
        for path in ("/counter", "/about", "/items/1", "/"):
            assert_closed(await every_kind(client, path))
        assert (await client.send("/missing", headers=HTML)).status == 500  # src/error.html
        assert (await client.data("/missing", "1")).json()["nodes"][0]["type"] == "error"
        assert (await client.send("/api/text")).status == 200


@pytest.mark.parametrize("source", [BROKEN, "import sys\nsys.exit()\n"], ids=["error", "exit"])
async def test_a_guard_lets_nobody_in(copy_with: Break, source: str) -> None:
    files = {"src/routes/counter/guard.py": source, "src/routes/api/guard.py": source}
    async with visitor(copy_with(files)) as client:
        assert_closed(await every_kind(client, "/counter"))
        for method in ("GET", "POST", "DELETE", "OPTIONS"):
            answer = await client.send("/api/json", method=method, headers={"origin": "http://localhost"})
            assert answer.status == 500
        assert (await client.send("/about", headers=HTML)).status == 200


async def test_a_guard_of_the_root_lets_nobody_in(copy_with: Break) -> None:
    async with visitor(copy_with({"src/routes/guard.py": BROKEN})) as client:
        for path in ("/about", "/counter", "/missing"):
            answer = await client.send(path, headers=HTML)
            assert answer.status == 500
            assert "kit.start" not in answer.text
        assert (await client.send("/api/text")).status == 500


def test_hooks_are_needed(copy_with: Break) -> None:
    root = copy_with({"src/hooks.server.py": BROKEN})
    with fresh_modules(root), pytest.raises(RuntimeError, match="sesame"):
        create_app(root)


def test_dev_takes_a_broken_rule_for_a_broken_module(copy_with: Break) -> None:
    """In production the app does not start."""
    root = copy_with({"src/routes/counter/+page.server.py": "async def load(event): ...\nactions = [1]\n"})
    manifest = load_manifest(root / "build/manifest.json")
    with fresh_modules(root):
        sys.path.insert(0, str(root / "src"))
        with pytest.raises(AppError, match="must be a dict"):
            make_nodes(manifest, Modules(root))
        broken = [node.broken for node in make_nodes(manifest, Modules(root, is_lenient=True)) if node.broken]
        assert [module.file for module in broken] == ["src/routes/counter/+page.server.py"]


def test_dev_takes_a_handler_that_nothing_fills_for_a_broken_module(copy_with: Break) -> None:
    file = "src/routes/api/stock/[id]/+server.py"
    root = copy_with({file: "def GET(event, idd: int): ..."})
    manifest = load_manifest(root / "build/manifest.json")
    with fresh_modules(root):
        sys.path.insert(0, str(root / "src"))
        modules = Modules(root, is_lenient=True)
        nodes = make_nodes(manifest, modules)
        routes = make_routes(manifest, nodes, BranchCache(manifest, nodes, ""), modules)
        endpoint = next(route.endpoint for route in routes if route.id == "/api/stock/[id]")
        assert endpoint is not None
        assert (endpoint.handlers, endpoint.fallback) == ({}, modules.broken[0])
        assert "no parameter `idd` in /api/stock/[id]; there is `id`" in str(modules.broken[0].cause)
        with pytest.raises(AppError, match="no parameter `idd`"):
            make_routes(manifest, nodes, BranchCache(manifest, nodes, ""), Modules(root))
