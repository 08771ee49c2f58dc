"""The files of new projects, for every combination of answers."""

from __future__ import annotations

import itertools
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from lissome import __version__
from lissome.build.npm import npm_package_folder
from lissome.build.versions import pins
from lissome.scaffold.choices import TEMPLATES, Choices
from lissome.scaffold.templates import project_files, render, templates_folder

REPO = Path(__file__).resolve().parents[2]
ALL = [
    Choices("shop", "shop", template, tests, docker)
    for template, tests, docker in itertools.product(TEMPLATES, (True, False), (True, False))
]


@pytest.fixture(params=ALL, ids=lambda choices: "-".join(sorted(choices.features)))
def choices(request: pytest.FixtureRequest) -> Choices:
    found: Choices = request.param
    return found


def lock_of(name: str, text: str) -> dict[str, Any]:
    packages: dict[str, Any] = json.loads(text)["packages"]
    found: dict[str, Any] = packages[name]
    return found


def test_nothing_of_the_templates_language_is_left(choices: Choices) -> None:
    for name, text in project_files(choices).items():
        assert "my-app" not in text, name
        assert not re.search(r"#~|<!--~", text), name
        assert "dot-" not in name
        assert not (name.endswith((".toml", ".md", ".yaml")) and "\n\n\n" in text), name


def test_files_that_programs_read_are_well_formed(choices: Choices) -> None:
    for name, text in project_files(choices).items():
        if name.endswith(".json"):
            json.loads(text)
        if name.endswith(".toml"):
            tomllib.loads(text)
        if name.endswith(".py"):
            compile(text, name, "exec")


def test_answers_decide_which_files_there_are(choices: Choices) -> None:
    files = project_files(choices)
    project = tomllib.loads(files["pyproject.toml"])
    assert any(name.startswith("tests/") for name in files) == choices.tests
    assert ("pytest" in project["tool"]) == choices.tests
    assert ("Dockerfile" in files) == ("compose.yaml" in files) == choices.docker
    assert ("migrations/env.py" in files) == ("alembic" in project["tool"]) == (choices.template == "demo")
    assert (
        f"lissome{'[redis]' if choices.docker else ''}~={__version__}" in project["project"]["dependencies"]
    )


def test_python_passes_the_projects_own_ruff(tmp_path: Path, choices: Choices) -> None:
    for name, text in project_files(choices).items():
        if name.endswith((".py", ".toml")):
            file = tmp_path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
    for command in (("check", "--no-cache"), ("format", "--check", "--no-cache")):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_a_line_is_there_if_its_mark_says_so() -> None:
    text = "a\nb #~ tests\nc = 1  # why #~ no-tests\n| d | <!--~ demo -->\n"
    assert render(text, Choices("x", "x", "demo", tests=True)) == "a\nb\n| d |\n"
    assert render(text, Choices("x", "x", "minimal", tests=False)) == "a\nc = 1  # why\n"


def test_marks_are_those_that_answers_know() -> None:
    known = {*TEMPLATES, "tests", "docker"}
    for file in (file for file in templates_folder().rglob("*") if file.is_file()):
        marks = re.findall(r"(?:#~|<!--~) (?:no-)?([a-z]+)", file.read_text())
        assert set(marks) <= known, file


def test_layers_are_those_that_answers_name() -> None:
    folders = {folder.name for folder in templates_folder().iterdir()}
    assert {layer for choices in ALL for layer in choices.layers} == folders


def test_versions_of_npm_packages_are_the_tested_ones() -> None:
    package = json.loads((templates_folder() / "base" / "package.json").read_text())
    demo = json.loads((REPO / "examples" / "workspace" / "package.json").read_text())
    assert package["devDependencies"] == demo["devDependencies"]
    assert pins().items() <= package["devDependencies"].items()


def test_the_lock_file_is_that_of_package_json_and_of_lissomes_npm_package() -> None:
    """If not, make one: `lissome build` in a new project writes it."""
    base = templates_folder() / "base"
    lock = (base / "package-lock.json").read_text()
    package = json.loads((base / "package.json").read_text())
    assert lock_of("", lock)["devDependencies"] == package["devDependencies"]
    ours = json.loads((npm_package_folder() / "package.json").read_text())
    for kind in ("dependencies", "peerDependencies"):
        assert lock_of(".lissome/npm", lock)[kind] == ours[kind]
