"""The unit tests of the npm half: one test here for each file of Node's test runner.

`tests/vite/` mirrors `vite/`. What needs no whole build is tested there, in JavaScript; `make npm` installs
the packages that it takes, and `.venv/bin/python scripts/javascript.py test` runs all of it at once.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping

REPO = Path(__file__).resolve().parent.parent.parent
FILES = {file.relative_to(REPO).as_posix() for file in (REPO / "tests" / "vite").rglob("*.test.js")}
# They set globals that others compare with, or that their modules read when they are first imported.
ALONE = {"tests/vite/isolate/env.test.js", "tests/vite/isolate/render/fetch.test.js"}
WITH_RANDOM_GRAPHS = "tests/vite/isolate/loader/loader.test.js"

pytestmark = pytest.mark.node


class Result(TypedDict):
    """The tests of a file, as tests/vite/support/by_file.js counts them."""

    passed: int
    failures: list[str]


def results_of(*files: str, **environment: str) -> Mapping[str, Result]:
    """Run files in one process: to start it, and to load what they test, takes longer than most of them."""
    command = [sys.executable, "scripts/javascript.py", "test"]
    result = subprocess.run(
        [*command, "--test-reporter=./tests/vite/support/by_file.js", *files],
        cwd=REPO,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    said = result.stdout + result.stderr
    assert "\n{" in f"\n{result.stdout}", said
    results: dict[str, Result] = json.loads(result.stdout[f"\n{result.stdout}".rindex("\n{") :])
    assert result.returncode == 0 or any(each["failures"] for each in results.values()), said
    return results


def check(file: str, results: Mapping[str, Result]) -> None:
    assert file in results, f"of {', '.join(results)}"
    assert not results[file]["failures"], "\n\n".join(results[file]["failures"])
    assert results[file]["passed"]


@pytest.fixture(scope="module")
def results(request: pytest.FixtureRequest) -> Mapping[str, Result]:
    """The results of all files of which a test is selected."""
    tests = [item for item in request.session.items if isinstance(item, pytest.Function)]
    selected = {str(test.callspec.params["file"]) for test in tests if test.function is test_units}
    return results_of(*sorted(selected))


@pytest.mark.parametrize("file", sorted(FILES - ALONE))
def test_units(file: str, results: Mapping[str, Result]) -> None:
    check(file, results)


@pytest.mark.parametrize("file", sorted(ALONE))
def test_units_that_set_globals(file: str) -> None:
    check(file, results_of(file))


@pytest.mark.long
def test_all_random_graphs() -> None:
    check(WITH_RANDOM_GRAPHS, results_of(WITH_RANDOM_GRAPHS, LISSOME_ALL_GRAPHS="1"))
