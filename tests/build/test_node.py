"""Which Node the build takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from lissome.build.node import MINIMUM, NodeError, find_node


def fake_node(folder: Path, version: str) -> Path:
    binary = folder / "node"
    folder.mkdir(parents=True)
    binary.write_text(f"#!/bin/sh\necho v{version}\n")
    binary.chmod(0o755)
    return binary


def test_passes_over_an_old_node_in_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_node(tmp_path / "bin", "20.19.4")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.delenv("LISSOME_NODE", raising=False)
    node = find_node()
    assert node.version >= MINIMUM
    assert node.npm.is_file()


def test_takes_the_chosen_one_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LISSOME_NODE", str(fake_node(tmp_path / "bin", "20.19.4")))
    with pytest.raises(NodeError, match=r"is 20\.19\.4") as failure:
        find_node()
    assert "pip install lissome[node]" in str(failure.value)


def test_says_when_the_chosen_one_does_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LISSOME_NODE", str(tmp_path / "missing"))
    with pytest.raises(NodeError, match="not a working Node"):
        find_node()
