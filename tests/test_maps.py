"""ARCHITECTURE.md and tests/README.md, by which readers find their way, name what exists."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

REPO = Path(__file__).resolve().parent.parent
PACKAGE = REPO / "src" / "lissome"
TESTS = REPO / "tests"


def section(document: Path, heading: str) -> str:
    """The text under a heading, up to the next one."""
    found = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", document.read_text(), re.MULTILINE | re.DOTALL)
    assert found, f"{document.name} has no section {heading!r}"
    return found[1]


def rows(text: str) -> list[list[str]]:
    """The cells of the rows of a table, without its head."""
    lines = [line for line in text.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[1:]]


def folders_of_tests() -> list[Path]:
    """The folders below tests/ that hold files known to git, relative to it."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=TESTS, capture_output=True, text=True, check=True)
    return sorted({folder for name in listed.stdout.split("\0") for folder in Path(name).parents} - {Path()})


def unplaced(folders: Iterable[Path], listed: set[Path]) -> list[Path]:
    """The folders that have the path of no other folder, and neither are listed nor lie in one that is."""
    return [
        folder
        for folder in folders
        if not any((root / folder).is_dir() for root in (PACKAGE, REPO))
        and listed.isdisjoint([folder, *folder.parents])
    ]


def listed_folders() -> set[Path]:
    cells = [row[0] for row in rows(section(TESTS / "README.md", "Folders that mirror nothing"))]
    return {Path(cell.strip("`")) for cell in cells}


def test_the_glossary_names_what_exists() -> None:
    glossary = rows(section(REPO / "ARCHITECTURE.md", "Glossary"))
    assert len(glossary) > 40
    missing = {
        f"{term}: {path}"
        for term, _, where in glossary
        for path in re.findall(r"`([^`]+)`", where) or [where]
        if not (PACKAGE / path).exists() and not (REPO / path).exists()
    }
    assert missing == set()


def test_the_glossary_is_in_order() -> None:
    terms = [term.lower() for term, *_ in rows(section(REPO / "ARCHITECTURE.md", "Glossary"))]
    assert terms == sorted(terms)


def test_each_folder_of_tests_has_its_place() -> None:
    assert unplaced(folders_of_tests(), listed_folders()) == []


def test_listed_folders_of_tests_exist() -> None:
    assert listed_folders() <= set(folders_of_tests())


def test_folders_without_a_place_are_found() -> None:
    folders = [Path("server"), Path("server/http"), Path("server/requests"), Path("vite/dev"), Path("js/x")]
    assert unplaced(folders, {Path("js")}) == [Path("server/requests")]


def test_no_table_names_a_file_twice() -> None:
    """A merge that keeps both versions of a row does."""
    for table in re.findall(r"(?:^\|.*\n)+", (REPO / "ARCHITECTURE.md").read_text(), re.MULTILINE):
        names = [name for first, *_ in rows(table) for name in re.findall(r"`([^`]+)`", first)]
        assert len(names) == len(set(names)), sorted({name for name in names if names.count(name) > 1})
