"""Objects that live longer than a request."""

from __future__ import annotations

import builtins
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from lissome.state_guard.resources.reachability import is_kept_by_app, long_lived

Load = Callable[[str, Path], ModuleType]


@pytest.fixture
def load() -> Iterator[Load]:
    names: list[str] = []

    def load(name: str, file: Path) -> ModuleType:
        module = sys.modules[name] = ModuleType(name)
        module.__file__ = str(file)
        names.append(name)
        return module

    yield load
    for name in names:
        del sys.modules[name]


def test_the_apps_state_its_modules_and_libraries_keep_objects(tmp_path: Path, load: Load) -> None:
    objects = [SimpleNamespace() for _ in range(4)]
    vars(load("reach_app", tmp_path / "src" / "app.py"))["kept"] = {"a": [objects[0]]}
    vars(load("reach_library", Path("library.py")))["kept"] = (objects[1],)
    wanted = {id(one): one for one in objects}
    found = long_lived(wanted, tmp_path / "src", SimpleNamespace(pool=objects[2]))
    assert found == {id(one) for one in objects[:3]}


def test_suspended_code_keeps_objects_for_the_app(tmp_path: Path, load: Load) -> None:
    def suspended(one: object) -> Iterator[object]:
        yield 1
        yield one

    kept = SimpleNamespace()
    generator = suspended(kept)
    next(generator)
    vars(load("reach_app", tmp_path / "src" / "app.py"))["waiting"] = generator
    assert is_kept_by_app(kept, tmp_path / "src")
    assert not is_kept_by_app(SimpleNamespace(), tmp_path / "src")
    assert not is_kept_by_app(kept, tmp_path / "other")


def test_what_a_watched_builtin_leads_to_is_not_kept_by_the_app(
    tmp_path: Path, load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = SimpleNamespace()
    vars(load("reach_app", tmp_path / "src" / "app.py"))["__builtins__"] = vars(builtins)
    monkeypatch.setattr(builtins, "watched", running, raising=False)
    assert not is_kept_by_app(running, tmp_path / "src")
