"""The paths that Vite serves."""

from __future__ import annotations

from pathlib import Path

import pytest

from lissome.dev.proxy import belongs_to_vite


@pytest.mark.parametrize(
    "path",
    [
        "/@vite/client",
        "/@fs/x/y.js",
        "/@id/__x00__z",
        "/@imagetools/5f",
        "/node_modules/.vite/deps/not-yet.js",
        "/src/app.css",
        "/src/a%20b",
    ],
)
def test_vites_own_paths(tmp_path: Path, path: str) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "app.css").touch()
    (tmp_path / "src" / "a%20b").touch()
    assert belongs_to_vite(path, tmp_path, "")


@pytest.mark.parametrize(
    "path", ["/", "/@someone", "/src", "/src/none.js", "/src/../x", "/package.json", "/.env", ""]
)
def test_paths_of_the_app(tmp_path: Path, path: str) -> None:
    (tmp_path / "src").mkdir()
    for name in ("x", "package.json", ".env"):
        (tmp_path / name).touch()
    assert not belongs_to_vite(path, tmp_path, "")
