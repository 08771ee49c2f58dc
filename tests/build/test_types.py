"""Types of Python loads in kit's `$types`."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from lissome.build.node import find_node
from lissome.build.npm import npm_package_folder, python_facts

pytestmark = pytest.mark.node

# The lines that matter of what kit 3.2.0 writes for a page with a Python load and actions.
KITS = """\
export type ActionData = unknown;
export type PageServerData = null;
export type PageData = Expand<PageParentData>;
export type LayoutServerData = null;
export type LayoutData = Expand<LayoutParentData>;
"""
MODULE = """
class Data(TypedDict):
    name: str

async def load(event) -> Data: ...
async def save(event) -> int: ...
actions = {"default": save}
"""


def test_kits_types_become_what_the_annotations_say(tmp_path: Path, basics: Path) -> None:
    route = tmp_path / "src" / "routes" / "x"
    types = tmp_path / ".svelte-kit" / "types" / "src" / "routes" / "x"
    route.mkdir(parents=True)
    types.mkdir(parents=True)
    (route / "+page.server.py").write_text(MODULE)
    (types / "$types.d.ts").write_text(KITS)
    placed = basics / ".lissome" / "npm" / "python" / "types.js"
    script = f"""
        import {{ write_types }} from {str(placed)!r};
        write_types({{ root: {str(tmp_path)!r}, kit: {{ outDir: {str(tmp_path / ".svelte-kit")!r} }} }});
    """
    subprocess.run([find_node().binary, "--input-type=module", "-e", script], check=True, timeout=30)
    assert (types / "$types.d.ts").read_text() == (
        "export type ActionData = number | null;\n"
        'export type PageServerData = Expand<EnsureDefined<{ "name": string }>>;\n'
        "export type PageData = Expand<Omit<PageParentData, keyof PageServerData> & PageServerData>;\n"
        "export type LayoutServerData = null;\n"
        "export type LayoutData = Expand<LayoutParentData>;\n"
    )


def test_the_npm_package_is_found(repo: Path) -> None:
    assert (npm_package_folder() / "package.json").is_file()
    assert (Path(python_facts()["scripts"]) / "annotations.py").is_file()
