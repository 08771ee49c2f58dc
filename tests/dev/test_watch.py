"""The consequences of changed files."""

from __future__ import annotations

import pytest
from watchfiles import Change

from lissome.dev.watch import needs_manifest, needs_python


@pytest.mark.parametrize(
    ("change", "path", "python", "manifest"),
    [
        (Change.modified, "/app/src/lib/db.py", True, False),
        (Change.modified, "/app/src/routes/+page.server.py", True, True),
        (Change.modified, "/app/src/routes/+page.svelte", False, False),
        (Change.modified, "/app/src/routes/+page.js", False, True),
        (Change.added, "/app/src/routes/new/+page.svelte", False, True),
        (Change.deleted, "/app/static/a.png", False, True),
        (Change.modified, "/app/src/app.html", False, True),
    ],
)
def test_what_a_change_means(change: Change, path: str, python: bool, manifest: bool) -> None:
    changes = {(change, path)}
    assert (needs_python(changes), needs_manifest(changes)) == (python, manifest)
