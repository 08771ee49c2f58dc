"""The demo is typed end to end: from the annotations of Python loads to the components."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from lissome.typescript.sync import advice, sync
from support.apps import BUILDS
from support.build_cache import digest_of

pytestmark = [pytest.mark.node, pytest.mark.xdist_group("workspace types")]


@pytest.fixture(scope="module")
def synced(workspace_app: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the demo, with its types; what it is installed from is that of the built one."""
    copy = tmp_path_factory.mktemp("types") / "workspace"
    made = shutil.ignore_patterns("build", ".svelte-kit", "node_modules")
    shutil.copytree(workspace_app, copy, ignore=made)
    (copy / "node_modules").symlink_to(workspace_app / "node_modules")
    sync(copy, report=lambda _: None)
    return copy


def own_types(app: Path) -> dict[str, str]:
    folder = app / ".svelte-kit" / "lissome"
    return {str(file.relative_to(folder)): file.read_text() for file in folder.rglob("*.d.ts")}


def svelte_check(app: Path, node: Path) -> subprocess.CompletedProcess[str]:
    command: list[str | Path] = [
        node,
        "node_modules/svelte-check/bin/svelte-check",
        "--tsconfig",
        "tsconfig.json",
    ]
    return subprocess.run(command, cwd=app, capture_output=True, text=True, check=False)


def test_types_are_written_for_all_modules(synced: Path) -> None:
    types = own_types(synced)
    assert "Promise<UserData>" in types["src/routes/users/[id]/+page.server.d.ts"]
    assert len([name for name in types if name.endswith("$types.d.ts")]) == 14
    assert advice(synced) is None


def test_svelte_kit_sync_leaves_them_alone(synced: Path, node: Path) -> None:
    before = own_types(synced)
    script = "node_modules/@sveltejs/kit/svelte-kit.js"
    subprocess.run([node, script, "sync"], cwd=synced, check=True, capture_output=True)
    assert own_types(synced) == before


def test_svelte_check_finds_nothing(synced: Path, node: Path) -> None:
    """Once for each version of the demo and of the types."""

    def check(_folder: Path) -> None:
        result = svelte_check(synced, node)
        assert "svelte-check found 0 errors and 0 warnings" in result.stdout, result.stdout
        assert result.returncode == 0

    types = synced / ".svelte-kit" / "lissome"
    sources = [synced / "src", types, synced / "package-lock.json"]
    BUILDS.get("svelte-check", digest_of(sources), check)


def test_older_types_are_noticed(synced: Path) -> None:
    file = synced / "src" / "lib" / "server" / "views.py"
    text = file.read_text()
    try:
        file.write_text(f"{text}\n# changed\n")
        assert "run `lissome sync`" in str(advice(synced))
    finally:
        file.write_text(text)
