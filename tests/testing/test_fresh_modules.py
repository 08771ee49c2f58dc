"""The modules of an app are imported again, and unloaded afterwards."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

from lissome.testing.fresh_modules import fresh_modules


def app(folder: Path, name: str) -> Path:
    (folder / "src" / "lib").mkdir(parents=True)
    (folder / "src" / "routes").mkdir()
    (folder / "src" / "lib" / "name.py").write_text(f"NAME = {name!r}\n")
    return folder


def test_each_app_has_its_own_lib(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [*sys.path])
    for name in ("one", "two"):
        root = app(tmp_path / name, name)
        with fresh_modules(root):
            sys.path.insert(0, str(root / "src"))
            assert name == importlib.import_module("lib.name").NAME
        assert "lib.name" not in sys.modules
        assert str(root / "src") not in sys.path


def test_a_lib_that_was_there_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "lib"]:
        monkeypatch.delitem(sys.modules, name)  # of an app that another test has imported
    without_apps = [folder for folder in sys.path if not Path(folder, "routes").is_dir()]
    monkeypatch.setattr(sys, "path", [str(app(tmp_path / "one", "one") / "src"), *without_apps])
    before = importlib.import_module("lib.name")
    try:
        with fresh_modules(app(tmp_path / "two", "two")):
            assert "lib.name" not in sys.modules
        assert sys.modules["lib.name"] is before
    finally:
        for name in ("lib", "lib.name"):
            sys.modules.pop(name, None)
