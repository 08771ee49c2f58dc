"""The rules of `make release-check`; the target itself builds, installs and serves."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest
import release_check
from packaging.metadata import Metadata
from steps import can_apt

REPO = Path(__file__).resolve().parents[2]
TRACKED = [
    "pyproject.toml",
    "README.md",
    "src/lissome/py.typed",
    "vite/index.js",
    "tests/apps/basics/src/app.html",
]


def test_files_of_the_wheel() -> None:
    assert release_check.wheel_files(TRACKED, "lissome-1.0") == {
        *("lissome/py.typed", "lissome/_vite/index.js"),
        *("lissome-1.0.dist-info/METADATA", "lissome-1.0.dist-info/WHEEL", "lissome-1.0.dist-info/RECORD"),
        *("lissome-1.0.dist-info/entry_points.txt", "lissome-1.0.dist-info/licenses/LICENSE"),
    }


def test_files_of_the_sdist() -> None:
    """Files of the same names in tests/, bench/ and examples/ are none of them."""
    assert release_check.sdist_files([*TRACKED, "examples/workspace/README.md"], "lissome-1.0") == {
        *("lissome-1.0/PKG-INFO", "lissome-1.0/pyproject.toml", "lissome-1.0/README.md"),
        *("lissome-1.0/src/lissome/py.typed", "lissome-1.0/vite/index.js"),
    }


def test_what_is_shipped_of_this_repository() -> None:
    wheel = release_check.wheel_files(release_check.tracked_files(), "lissome-0.1.0")
    assert {"lissome/py.typed", "lissome/_vite/package.json", "lissome/cli/__init__.py"} <= wheel
    assert release_check.problems(wheel, wheel) == []


def test_problems_of_an_archive() -> None:
    assert release_check.problems({"a.py", "b.py"}, {"a.py", "b.py"}) == []
    assert release_check.problems({"a.py", "b.py"}, {"a.py", "c.py"}) == [
        "missing: b.py",
        "not in git, or of no use there: c.py",
    ]
    shipped = {"tests/test_a.py", "x/node_modules/y.js", "x/__pycache__/a.cpython-311.pyc"}
    assert len(release_check.problems(shipped, shipped)) == 3


def metadata(**changes: str) -> Metadata:
    """Return the metadata that pyproject.toml asks for, with some fields changed."""
    project = tomllib.loads((REPO / "pyproject.toml").read_text())["project"]
    raw = {
        "metadata_version": "2.4",
        "name": project["name"],
        "version": project["version"],
        "summary": project["description"],
        "license_expression": project["license"],
        "requires_python": project["requires-python"],
        "classifiers": project["classifiers"],
        "provides_extra": list(project["optional-dependencies"]),
        "description_content_type": "text/markdown",
        **changes,
    }
    return Metadata.from_raw(raw, validate=True)  # type: ignore[arg-type] # a TypedDict, built from a table


def test_metadata_as_in_pyproject() -> None:
    project = tomllib.loads((REPO / "pyproject.toml").read_text())["project"]
    assert release_check.differences(metadata(), project) == []
    assert release_check.differences(metadata(version="9.9"), project) == [
        f"version: '9.9', not {project['version']!r}"
    ]


def test_apt_is_for_known_distributions_and_root(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a machine of CI sudo will do; a developer is not made root unasked."""
    monkeypatch.setattr(Path, "read_text", lambda _self: 'NAME="Ubuntu"\nID=ubuntu\nID_LIKE=debian\n')
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert can_apt("debian", "ubuntu")
    assert not can_apt("debian")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.delenv("CI", raising=False)
    assert not can_apt("debian", "ubuntu")
    monkeypatch.setenv("CI", "true")
    assert can_apt("debian", "ubuntu")
