"""Edits of Python files after which the manifest stays as it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from watchfiles import Change

from lissome.dev.route_exports import RouteExports
from lissome.dev.watch import needs_manifest

BEFORE = "ssr = True\n\n\nasync def load(event):\n    return {'a': 1}\n"


@pytest.mark.parametrize(
    ("after", "change", "manifest"),
    [
        (BEFORE.replace("1", "2"), Change.modified, False),
        (BEFORE.replace("1", "2"), Change.added, False),  # an editor has replaced the file
        (BEFORE.replace("True", "False"), Change.modified, True),
        (BEFORE.replace("load", "loads"), Change.modified, True),
        (f"{BEFORE}\nactions = {{'default': load}}\n", Change.modified, True),
        ("def (", Change.modified, True),
        (None, Change.deleted, True),
    ],
)
def test_the_manifest_changes_with_the_exports(
    after: str | None, change: Change, manifest: bool, tmp_path: Path
) -> None:
    file = tmp_path / "src" / "routes" / "+page.server.py"
    file.parent.mkdir(parents=True)
    file.write_text(BEFORE)
    exports = RouteExports()
    exports.read(tmp_path)
    if after is None:
        file.unlink()
    else:
        file.write_text(after)
    assert needs_manifest(exports.without_same({(change, str(file))})) is manifest


def test_a_mistake_and_its_end_change_it(tmp_path: Path) -> None:
    file = tmp_path / "src" / "routes" / "+server.py"
    file.parent.mkdir(parents=True)
    exports = RouteExports()
    for text in ("def GET(event): ...", "def GET(event): .", "def GET(event): ..."):
        file.write_text(text)
        assert exports.without_same({(Change.modified, str(file))})
    file.write_text("def GET(event): return 1")
    assert not exports.without_same({(Change.modified, str(file))})


def test_other_files_are_not_its_affair(tmp_path: Path) -> None:
    changes = {(Change.modified, str(tmp_path / "src" / name)) for name in ("app.html", "params.server.py")}
    assert RouteExports().without_same(changes) == changes
