"""build/manifest.json: read, and refused with a reason."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lissome import __version__
from lissome.errors import ManifestError
from lissome.manifest import FORMAT, load_manifest


@pytest.fixture
def written(built_app: Callable[[str], Path]) -> dict[str, Any]:
    """What the build wrote for the basics app."""
    manifest: dict[str, Any] = json.loads((built_app("basics") / "build" / "manifest.json").read_bytes())
    return manifest


def save(folder: Path, content: object) -> Path:
    file = folder / "manifest.json"
    file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return file


def test_what_the_build_writes_is_read(written: dict[str, Any], tmp_path: Path) -> None:
    manifest = load_manifest(save(tmp_path, written))
    assert manifest.global_ == written["global"]
    assert [route.id for route in manifest.routes] == [route["id"] for route in written["routes"]]
    assert [node.index for node in manifest.nodes] == list(range(len(written["nodes"])))
    assert manifest.matchers == ("integer", "word")
    assert manifest.hooks.server == "src/hooks.server.py"
    page = next(route.page for route in manifest.routes if route.id == "/items/[id]")
    assert page is not None
    assert len(page.layouts) == len(page.errors) == 2


def test_missing(tmp_path: Path) -> None:
    with pytest.raises(
        ManifestError, match=r"manifest\.json does not exist: the app is not built yet\. Run `lissome build`"
    ):
        load_manifest(tmp_path / "manifest.json")


@pytest.mark.parametrize("text", ["", "{", "[1", "\x00"])
def test_not_json(tmp_path: Path, text: str) -> None:
    with pytest.raises(ManifestError, match=r"cannot be read \(.+\)\. Run `lissome build` again"):
        load_manifest(save(tmp_path, text))


def test_a_folder_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").mkdir()
    with pytest.raises(ManifestError, match="cannot be read"):
        load_manifest(tmp_path / "manifest.json")


@pytest.mark.parametrize("content", [[], 1, None, "text"])
def test_no_manifest(tmp_path: Path, content: object) -> None:
    with pytest.raises(ManifestError, match="is not a manifest"):
        load_manifest(save(tmp_path, json.dumps(content)))


@pytest.mark.parametrize("change", [{"format": FORMAT + 1}, {"lissome": "0.0.1"}, {"lissome": None}])
def test_of_another_make(written: dict[str, Any], tmp_path: Path, change: dict[str, Any]) -> None:
    expected = rf"was written by lissome .* but this is lissome {__version__} \(format {FORMAT}\)"
    with pytest.raises(ManifestError, match=expected):
        load_manifest(save(tmp_path, written | change))


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"version": 1}, "version"),
        ({"nodes": [{"index": "x"}]}, r"nodes\.0\.index"),
        ({"global": None}, "global"),
        ({"csp": {"mode": "loud"}}, r"csp\.mode"),
        ({"routes": None}, "routes"),
    ],
)
def test_damaged(written: dict[str, Any], tmp_path: Path, change: dict[str, Any], where: str) -> None:
    with pytest.raises(ManifestError, match=rf"is damaged: {where}.*: .+\. Run `lissome build` again\."):
        load_manifest(save(tmp_path, written | change))


def test_a_member_is_missing(written: dict[str, Any], tmp_path: Path) -> None:
    del written["client"]
    with pytest.raises(ManifestError, match="is damaged: client: Field required"):
        load_manifest(save(tmp_path, written))
