"""What may be mounted where, and what the errors say."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from lissome.errors import AppError
from lissome.manifest import Manifest, load_manifest
from lissome.server.startup.mounts import load_mounts
from lissome.settings import Settings


@pytest.fixture
def manifest(built_app: Callable[[str], Path]) -> Manifest:
    return load_manifest(built_app("basics") / "build" / "manifest.json")


@pytest.fixture
def backend(monkeypatch: pytest.MonkeyPatch) -> None:
    """A module with some names."""
    module: Any = ModuleType("some_backend")

    async def application(scope: Any, receive: Any, send: Any) -> None:
        pass

    class Site:
        def __init__(self) -> None:
            self.app = application

        async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
            pass

    module.app, module.site, module.create_app, module.name = (
        application,
        Site(),
        lambda: application,
        "a name",
    )
    monkeypatch.setitem(sys.modules, "some_backend", module)
    monkeypatch.setattr(sys, "path", sys.path.copy())


def load(manifest: Manifest, mount: dict[str, Any], root: Path = Path("/nowhere")) -> Any:
    return load_mounts(root, Settings.model_validate({"mount": mount}), manifest)


def refusal(manifest: Manifest, mount: dict[str, Any]) -> str:
    with pytest.raises(AppError) as failure:
        load(manifest, mount)
    return str(failure.value)


def test_nothing_is_mounted(manifest: Manifest) -> None:
    assert load(manifest, {}) is None


def test_the_server_says_which_routes_the_paths_below_have(
    built_app: Callable[[str], Path], backend: None
) -> None:
    """The browser asks it before it leaves the page; the application knows nothing of that."""
    by_the_server = load_manifest(built_app("options") / "build" / "manifest.json")
    base = by_the_server.paths.base
    mounts = load(by_the_server, {"/papi": "some_backend:app"})
    assert mounts.find(f"{base}/papi/docs/__route.js") is None
    assert mounts.find(f"{base}/papi/docs.html__route.js") is None
    assert mounts.find(f"{base}/papi/docs") is not None


def test_an_application_has_all_paths_if_the_browser_finds_the_routes(
    manifest: Manifest, backend: None
) -> None:
    assert load(manifest, {"/papi": "some_backend:app"}).find("/papi/docs/__route.js") is not None


def test_the_longest_path_counts(manifest: Manifest, backend: None) -> None:
    mounts = load(manifest, {"/papi": "some_backend:app", "/papi/v2": "some_backend:site.app"})
    found = {
        path: mounts.find(path) for path in ("/papi", "/papi/", "/papi/v2/x", "/papi/v22", "/papix", "/")
    }
    assert {path: app and app.path for path, app in found.items()} == {
        "/papi": "/papi",
        "/papi/": "/papi",
        "/papi/v2/x": "/papi/v2",
        "/papi/v22": "/papi",
        "/papix": None,
        "/": None,
    }


def test_modules_are_found_in_the_apps_folder(
    manifest: Manifest, backend: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "own_backend.py").write_text("from some_backend import app")
    assert load(manifest, {"/papi": "own_backend:app"}, tmp_path).find("/papi/x").target == "own_backend:app"
    monkeypatch.delitem(sys.modules, "own_backend")


def test_what_would_be_hidden(manifest: Manifest, backend: None) -> None:
    said = refusal(manifest, dict.fromkeys(("/api", "/robots.txt", "/_app"), "some_backend:app"))
    assert (
        "[tool.lissome.mount] has some_backend:app at '/api', so no request would reach src/routes/api"
        in said
    )
    assert "would reach static/robots.txt" in said
    assert "would reach the browser's files, paths.appDir in vite.config.js" in said


def test_what_is_not_there(manifest: Manifest, backend: None) -> None:
    assert "no module 'nowhere' in the app's folder" in refusal(manifest, {"/papi": "nowhere.main:app"})
    assert "the module some_backend has no 'apq'" in refusal(manifest, {"/papi": "some_backend:apq"})


@pytest.mark.parametrize(
    ("name", "kind"),
    [("create_app", "the function <lambda>"), ("name", "a str"), ("site.__class__", "the class")],
)
def test_what_is_no_application(manifest: Manifest, backend: None, name: str, kind: str) -> None:
    said = refusal(manifest, {"/papi": f"some_backend:{name}"})
    assert f"is {kind}" in said
    assert "app = create_app()" in said


def test_an_error_of_the_module_itself_comes_through(
    manifest: Manifest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "path", sys.path.copy())
    (tmp_path / "wanting.py").write_text("import something_missing")
    with pytest.raises(ModuleNotFoundError, match="something_missing"):
        load(manifest, {"/papi": "wanting:app"}, tmp_path)
