"""The Makefile's targets, where others name them: CONTRIBUTING.md, .ci/run and the workflow of CI."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

REPO = Path(__file__).resolve().parent.parent
WORKFLOWS = sorted((REPO / ".github" / "workflows").glob("*.yml"))


def targets() -> dict[str, str]:
    """Return the targets that `make help` lists, each with the targets that it needs."""
    lines = (REPO / "Makefile").read_text().splitlines()
    return {m[1]: m[2] for line in lines if (m := re.match(r"([a-z-]+):(.*)##", line))}


def commands(workflow: str) -> Iterator[str]:
    """Return the commands of a workflow's steps; of a block (`run: |`) only the sign that begins it."""
    for line in workflow.splitlines():
        if found := re.match(r"\s*(?:- )?run:\s*(.*)", line):
            yield found[1]


def test_phony_targets_are_those_with_a_help_text() -> None:
    phony = re.findall(r"^\.PHONY: (.*)$", (REPO / "Makefile").read_text(), re.MULTILINE)
    assert {name for names in phony for name in names.split()} == set(targets())


def test_contributing_lists_every_target() -> None:
    rows = [
        line for line in (REPO / "CONTRIBUTING.md").read_text().splitlines() if line.startswith("| `make")
    ]
    named = {name for row in rows for name in re.findall(r"`make ([a-z-]+)", row.split("|")[1])}
    assert named == set(targets())


def test_ci_runs_targets() -> None:
    loop = re.search(r"^for target in (.*); do$", (REPO / ".ci" / "run").read_text(), re.MULTILINE)
    assert loop
    assert set(loop[1].split()) <= set(targets())


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_every_step_of_a_workflow_runs_a_target(file: Path) -> None:
    """One that runs `setup` first, so that each line can be run by itself."""
    known = targets()
    found = list(commands(file.read_text()))
    assert found
    for command in found:
        make, target, *argument = command.split(maxsplit=2)
        assert make == "make"
        assert target == "setup" or "setup" in known[target].split(), f"{target} does without `make setup`"
        assert all(re.match(r"[A-Z]+=[^;&|]+$", text) for text in argument)


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_actions_are_pinned_by_commit(file: Path) -> None:
    used = re.findall(r"uses:\s*(.*)", file.read_text())
    assert used
    assert [one for one in used if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", one)] == []


def test_the_classifiers_are_the_versions_that_ci_tests() -> None:
    project = tomllib.loads((REPO / "pyproject.toml").read_text())["project"]
    version = re.compile(r"Programming Language :: Python :: (3\.\d+)")
    classifiers = [found[1] for text in project["classifiers"] if (found := version.fullmatch(text))]
    matrix = re.search(
        r"^\s*python: \[(.*)\]$", (REPO / ".github" / "workflows" / "ci.yml").read_text(), re.MULTILINE
    )
    assert matrix
    assert re.findall(r"3\.\d+", matrix[1]) == classifiers


def test_commands_of_a_workflow_are_found() -> None:
    assert list(commands("steps:\n  - run: make lint\n  - name: x\n    run: |\n      curl\n")) == [
        "make lint",
        "|",
    ]
