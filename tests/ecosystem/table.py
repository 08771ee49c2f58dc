"""The tables of docs/reference/packages.md, which `make ecosystem ARGS=--write` writes."""

from __future__ import annotations

import inspect
import json
import re
from pathlib import Path

from ecosystem import pages
from ecosystem.page import Page
from ecosystem.projects import APP

FILE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "packages.md"

# Between them stands what is written.
BEGIN, END = "<!-- written by make ecosystem -->\n", "<!-- end -->\n"
_PART = re.compile(re.escape(BEGIN) + "(.*)" + re.escape(END), re.DOTALL)


def written() -> str:
    """Return the tables that the document has."""
    found = _PART.search(FILE.read_text())
    return found[1] if found else ""


def write() -> None:
    """Write the tables into the document."""
    FILE.write_text(_PART.sub(lambda _: f"{BEGIN}{tables()}{END}", FILE.read_text()))


def tables() -> str:
    """Return a summary, and a table for each group of pages."""
    every = [page for group in pages.GROUPS.values() for page in group]
    packages = {name for page in every for name in page.packages.split()}
    cannot = sum(bool(page.cannot) for page in every)
    works = len(every) - cannot
    parts = [f"\n{len(every)} pages with {len(packages)} packages: {works} work, {cannot} do not.\n"]
    for name, group in pages.GROUPS.items():
        doc = inspect.getdoc(getattr(pages, name)) or ""
        rows = "".join(_row(page) for page in group)
        parts.append(f"\n## {doc.rstrip('.')}\n\n| packages | the page shows | |\n|---|---|---|\n{rows}")
    return "".join(parts) + "\n"


def _row(page: Page) -> str:
    packages = ", ".join(f"`{name}` {version_of(name)}" for name in page.packages.split())
    return f"| {packages} | {page.does} | {page.cannot or 'works'} |\n"


def version_of(package: str) -> str:
    """Return the version of a package that the app's package.json pins."""
    content = json.loads((APP / "package.json").read_text())
    return str({**content["dependencies"], **content["devDependencies"]}[package])
