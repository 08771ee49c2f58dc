"""Unloading the app's modules."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from lissome.dev.unload_modules import unload_modules


def test_only_the_apps_modules_are_unloaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # packages without __init__.py, one in the other: the inner one looks for the outer one
    (tmp_path / "words" / "of").mkdir(parents=True)
    (tmp_path / "words" / "of" / "one.py").write_text("WORD = 1\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    __import__("words.of.one")
    unload_modules(tmp_path)
    assert not {"words", "words.of", "words.of.one"} & sys.modules.keys()
    assert "pytest" in sys.modules
