"""What a person sees of npm."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

import pytest

from lissome.build import running
from lissome.build.errors import BuildError
from lissome.build.node import NodeInstallation
from lissome.build.npm import copy_npm_package, install

# In npm's place: what it does to node_modules, until somebody has seen it.
NPM = """
import pathlib, sys, time
print("npm says", sys.argv[2])
pathlib.Path("node_modules/a").mkdir(parents=True)
while not pathlib.Path("seen").exists():
    time.sleep(0.01)
sys.exit({code})
"""


def project(root: Path, code: int) -> NodeInstallation:
    (root / "package.json").write_text("{}")
    packages = {"": {}, "node_modules/a": {"version": "1"}, "node_modules/b": {"version": "1"}}
    (root / "package-lock.json").write_text(json.dumps({"packages": packages}))
    script = root / "npm.py"
    script.write_text(NPM.format(code=code))
    return NodeInstallation(Path(sys.executable), (24, 0, 0), script)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "HEARTBEAT", 0.2)


def test_it_shows_that_it_goes_on(tmp_path: Path) -> None:
    said: list[str] = []

    def report(line: str) -> None:
        said.append(line)
        if "1 of 2" in line:
            (tmp_path / "seen").touch()

    install(tmp_path, project(tmp_path, 0), report)
    assert said[0] == "Installing npm packages"
    assert any(re.fullmatch(r" +\d+ s, 1 of 2 packages", line) for line in said)


def test_its_words_when_it_fails(tmp_path: Path) -> None:
    (tmp_path / "seen").touch()
    with pytest.raises(BuildError, match=r"(?s)npm ci failed in .*npm says --no-audit"):
        install(tmp_path, project(tmp_path, 1), lambda _: None)


def test_ctrl_c_leaves_no_process(tmp_path: Path) -> None:
    def interrupt(_: str) -> None:
        if (tmp_path / "pid").exists():
            raise KeyboardInterrupt

    script = "import os, time; open('p', 'w').write(str(os.getpid())); os.rename('p', 'pid'); time.sleep(60)"
    with pytest.raises(KeyboardInterrupt):
        running.run_tool([sys.executable, "-c", script], tmp_path, os.environ, interrupt)
    pid = int((tmp_path / "pid").read_text())
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_copy_of_the_package_keeps_what_npm_has_installed_in_it(tmp_path: Path) -> None:
    package = copy_npm_package(tmp_path)
    nested = package / "node_modules/readable-stream/index.js"
    nested.parent.mkdir(parents=True)
    nested.touch()
    (package / "old.js").touch()
    copy_npm_package(tmp_path)
    assert nested.exists()
    assert not (package / "old.js").exists()
    assert (package / "index.js").exists()
