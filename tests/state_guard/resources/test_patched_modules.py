"""Attributes of other packages that the app's functions write."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from lissome.state_guard.resources.patched_modules import PatchedModules, find_attributes


def written(root: Path, body: str, *, imports: str = "import sys, json, email.message") -> list[str]:
    file = root / "src" / "state.py"
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"{imports}\nclass Own:\n    pass\ndef f(x):\n    {body}\n")
    return [f"{one}:{one.places[0][1]}" for one in find_attributes(root)]


@pytest.mark.parametrize(
    ("body", "attribute"),
    [
        ("sys.excepthook = x", "sys.excepthook"),
        ("sys.path.append(x)", "sys.path"),
        ("sys.path[0] = x", "sys.path"),
        ("sys.path += x", "sys.path"),
        ("del json.dumps", "json.dumps"),
        ("setattr(json, 'dumps', x)", "json.dumps"),
        ("a, json.dumps = x", "json.dumps"),
        ("email.message.Message.user = x", "email.message.Message.user"),
        ("with x as json.dumps: pass", "json.dumps"),
        ("for json.dumps in x: pass", "json.dumps"),
        ("vars(json)['dumps'] = x", "json.__dict__"),
        ("vars(json).update(dumps=x)", "json.__dict__"),
        ("list(map(sys.path.append, x))", "sys.path"),
        ("sys.modules['json'].dumps = x", "json.dumps"),
        ("__import__('json').dumps = x", "json.dumps"),
        ("setattr(json, x, 1)", "json"),
        ("notation = json; notation.dumps = x", "json.dumps"),
    ],
)
def test_statements_that_write(tmp_path: Path, body: str, attribute: str) -> None:
    assert written(tmp_path, body) == [f"{attribute}:5"]


@pytest.mark.parametrize(
    "body",
    [
        "Own.now = x",
        "x.now = 1",
        "sys.path.index(x)",
        "print(sys.path)",
        "y = json.dumps",
    ],
)
def test_other_statements(tmp_path: Path, body: str) -> None:
    assert written(tmp_path, body) == []


def test_names_that_imports_bind(tmp_path: Path) -> None:
    assert written(tmp_path, "M.user = x", imports="from email.message import Message as M") == [
        "email.message.Message.user:5"
    ]
    assert written(tmp_path, "message.Message = x", imports="from email import message") == [
        "email.message.Message:5"
    ]
    assert written(tmp_path, "state.now = x", imports="import state") == [], "the app's own module"


def test_what_a_module_does_on_import_is_not_watched(tmp_path: Path) -> None:
    assert written(tmp_path, "pass", imports="import sys\nsys.path.append('a')") == []


def test_changes_are_reported_once_with_the_requests_since(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path, "sys.path.append(x); json.dumps = x")
    patched = PatchedModules(tmp_path)
    patched.read_sources()
    patched.begin("request 1")
    assert list(patched.changes()) == []
    patched.begin("request 2")
    monkeypatch.setattr(json, "dumps", repr)
    monkeypatch.setattr(sys, "path", [*sys.path, "a"])
    found = list(patched.changes())
    assert {(one.kind, one.place, one.line) for one in found} == {
        ("process", "json.dumps", 5),
        ("process", "sys.path", 5),
    }
    assert found[0].requests == ("request 2",)
    assert list(patched.changes()) == []


def test_a_file_with_a_mistake_is_left_out(tmp_path: Path) -> None:
    written(tmp_path, "sys.excepthook = (")
    assert find_attributes(tmp_path) == []
