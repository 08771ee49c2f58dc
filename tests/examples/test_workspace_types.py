"""The demo is typed end to end: from the annotations of Python loads to the components."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest

from examples.planted_errors import PLANTED, Planted
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


class Found(NamedTuple):
    """An error that svelte-check has found.

    Attributes:
        file: below src.
        text: the line.
    """

    file: str
    text: str
    message: str


def errors_in(app: Path, node: Path) -> list[Found]:
    script = "node_modules/svelte-check/bin/svelte-check"
    command: list[str | Path] = [node, script, "--tsconfig", "tsconfig.json", "--output", "machine"]
    result = subprocess.run(command, cwd=app, capture_output=True, text=True, check=False)
    found = re.findall(r'^\d+ ERROR "src/([^"]+)" (\d+):\d+ (.*)$', result.stdout, re.MULTILINE)
    return [
        Found(file, (app / "src" / file).read_text().splitlines()[int(line) - 1], message)
        for file, line, message in found
    ]


def notices(planted: Planted, error: Found) -> bool:
    places = planted.noticed or ((planted.file, planted.after),)
    return planted.says in error.message and any(
        file == error.file and part in error.text for file, part in places
    )


def test_thirty_mistakes_over_the_border_are_found_and_nothing_else(synced: Path, node: Path) -> None:
    """All are planted at once, so one program of TypeScript sees them."""
    originals = {planted.file: (synced / "src" / planted.file).read_text() for planted in PLANTED}
    try:
        for planted in PLANTED:
            file = synced / "src" / planted.file
            text = file.read_text()
            assert text.count(planted.before) == 1, planted
            file.write_text(text.replace(planted.before, planted.after))
        sync(synced, report=lambda _: None)
        found = errors_in(synced, node)
    finally:
        for name, text in originals.items():
            (synced / "src" / name).write_text(text)
    assert len(PLANTED) == 30
    missed = [planted for planted in PLANTED if not any(notices(planted, error) for error in found)]
    assert not missed, f"{missed}\n{found}"
    more = [error for error in found if not any(notices(planted, error) for planted in PLANTED)]
    assert not more, more
