"""When a process of `lissome dev` can no longer serve the mounted applications."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from lissome.dev.mounted_apps import MountedApps
from lissome.errors import AppError
from lissome.manifest import Manifest, load_manifest
from lissome.settings import Settings

BACKEND = "async def app(scope, receive, send):\n    raise ValueError('no lifespan')\n"


@pytest.fixture
def manifest(built_app: Callable[[str], Path]) -> Manifest:
    return load_manifest(built_app("basics") / "build" / "manifest.json")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an app with a package, and with a module beside it."""
    monkeypatch.setattr(sys, "path", sys.path.copy())
    for name in ("mounted_package", "mounted_package.main", "mounted_module"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    (tmp_path / "src").mkdir()
    (tmp_path / "mounted_package").mkdir()
    (tmp_path / "mounted_package" / "main.py").write_text(BACKEND)
    (tmp_path / "mounted_module.py").write_text(BACKEND)
    return tmp_path


def settings(app: str) -> Settings:
    return Settings.model_validate({"mount": {"/papi": app}})


async def test_a_package(root: Path, manifest: Manifest) -> None:
    mounted = MountedApps(root)
    assert mounted.packages() == mounted.module_folders() == set()
    await mounted.start(settings("mounted_package.main:app"), manifest)
    assert mounted.mounts is not None
    assert root / "mounted_package" in mounted.packages()
    assert not any("site-packages" in str(folder) for folder in mounted.packages())
    mounted.note([f"{root}/mounted_package/other.py", f"{root}/mounted_package/main.txt"])
    assert not mounted.is_stale.is_set()
    mounted.note([f"{root}/mounted_package/main.py"])
    assert mounted.is_stale.is_set()
    await mounted.stop()


async def test_a_module(root: Path, manifest: Manifest) -> None:
    mounted = MountedApps(root)
    await mounted.start(settings("mounted_module:app"), manifest)
    assert root in mounted.module_folders()
    await mounted.stop()


async def test_they_outlive_versions_of_the_app(root: Path, manifest: Manifest) -> None:
    mounted = MountedApps(root)
    await mounted.start(settings("mounted_module:app"), manifest)
    mounts = mounted.mounts
    await mounted.start(settings("mounted_module:app"), manifest)
    assert mounted.mounts is mounts
    assert not mounted.is_stale.is_set()
    await mounted.start(settings("mounted_package.main:app"), manifest)
    assert mounted.is_stale.is_set()
    await mounted.stop()


async def test_a_lifespan_that_fails_is_tried_again(root: Path, manifest: Manifest) -> None:
    (root / "mounted_module.py").write_text("""
answers = ["failed", "complete"]

async def app(scope, receive, send):
    while True:
        kind = (await receive())["type"]
        answer = answers.pop(0) if answers else "complete"
        await send({"type": f"{kind}.{answer}", "message": "no database yet"})
""")
    mounted = MountedApps(root)
    with pytest.raises(AppError, match="no database yet"):
        await mounted.start(settings("mounted_module:app"), manifest)
    assert [mounted.mounts] == [None]
    await mounted.start(settings("mounted_module:app"), manifest)
    assert mounted.mounts is not None
    assert not mounted.is_stale.is_set()
    await mounted.stop()


async def test_a_failed_import(root: Path, manifest: Manifest) -> None:
    mounted = MountedApps(root)
    with pytest.raises(AppError, match="has no 'application'"):
        await mounted.start(settings("mounted_module:application"), manifest)
    assert not mounted.is_stale.is_set()
    assert mounted.are_imported.is_set()
    mounted.note([f"{root}/something_new.py"])
    assert mounted.is_stale.is_set()
    with pytest.raises(AppError, match="has no 'application'"):
        await mounted.start(settings("mounted_module:application"), manifest)
