"""The demo is typed end to end: from the annotations of Python loads to the components."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from support.apps import BUILDS
from support.build_cache import digest_of

pytestmark = pytest.mark.node


def test_svelte_check_finds_nothing(workspace_app: Path, node: Path) -> None:
    """Once for each build: all that is checked is in its folder, or a package that its lock file names."""

    def check(_folder: Path) -> None:
        result = subprocess.run(
            [node, "node_modules/svelte-check/bin/svelte-check", "--tsconfig", "tsconfig.json"],
            cwd=workspace_app,
            capture_output=True,
            text=True,
            check=False,
        )
        assert "svelte-check found 0 errors and 0 warnings" in result.stdout, result.stdout
        assert result.returncode == 0

    # the folder's name has the digest of all that the build is made of
    BUILDS.get("svelte-check", digest_of([], workspace_app), check)


def test_it_knows_what_a_python_load_returns(workspace_app: Path) -> None:
    types = workspace_app / ".svelte-kit" / "types" / "src" / "routes" / "users" / "new" / "$types.d.ts"
    assert '"teams": Array<string>' in types.read_text()
