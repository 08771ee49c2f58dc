"""Puts the Python half beside a SvelteKit project that exists."""

from __future__ import annotations

import difflib
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lissome.build.mistakes.project_files import configuration_of
from lissome.build.npm import copy_npm_package, read_json
from lissome.build.versions import KINDS, pins
from lissome.scaffold.choices import DEFAULT_NAME, Choices
from lissome.scaffold.edits import Edited, gitignore, package_json, tsconfig, vite_config
from lissome.scaffold.errors import ScaffoldError
from lissome.scaffold.server_files import ServerFile, server_files
from lissome.scaffold.templates import project_files

_KIT: Final = "@sveltejs/kit"


_NO_END: Final = "\\ No newline at end of file"


@dataclass(frozen=True, slots=True)
class Change:
    """A file of the project, before and after.

    Attributes:
        path: relative to the project.
        old: its text; None if it does not exist.
        new: the text that it gets.
    """

    path: str
    old: str | None
    new: str

    def diff(self) -> str:
        """Return the difference as `diff -u` shows it."""
        before = "/dev/null" if self.old is None else f"a/{self.path}"
        lines = ((self.old or "").splitlines(keepends=True), self.new.splitlines(keepends=True))
        diff = difflib.unified_diff(*lines, before, f"b/{self.path}")
        return "".join(line if line.endswith("\n") else f"{line}\n{_NO_END}\n" for line in diff)


@dataclass(frozen=True, slots=True)
class Adoption:
    """The things that there are to do in a project.

    Attributes:
        changes: what `write` writes.
        advice: what it leaves to a person, by file: ``vite.config.ts: write …``.
        server_files: what is still in TypeScript.
    """

    changes: tuple[Change, ...]
    advice: tuple[str, ...]
    server_files: tuple[ServerFile, ...]


def plan(root: Path) -> Adoption:
    """Find out what there is to do in a project; nothing is written.

    Raises:
        ScaffoldError: it is no project of SvelteKit 3.
    """
    _check_kit(root)
    changes, advice = [], []
    for path, edited in _edits(root).items():
        file = root / path
        old = file.read_text("utf-8") if file.is_file() else None
        if edited.text != (old or ""):
            changes.append(Change(path, old, edited.text))
        advice += [f"{path}: {line}" for line in edited.advice]
    if (root / "svelte.config.js").is_file():
        advice.append("svelte.config.js: move its options into vite.config's sveltekit({ … }), and delete it")
    return Adoption(tuple(changes), tuple(advice), tuple(server_files(root)))


def write(root: Path, adoption: Adoption) -> None:
    """Write the changes, and make the folder that package.json names.

    Raises:
        ScaffoldError: a file cannot be written.
    """
    try:
        for change in adoption.changes:
            (root / change.path).write_text(change.new, "utf-8")
        copy_npm_package(root)
    except OSError as failure:
        raise ScaffoldError(f"{failure.filename} cannot be written: {failure.strerror}") from failure


def _edits(root: Path) -> dict[str, Edited]:
    """Return the edited files by their paths."""
    config = configuration_of(root)
    edits = {
        "package.json": package_json(_text(root / "package.json"), pins()),
        config: vite_config(_text(root / config)),
        ".gitignore": gitignore(_text(root / ".gitignore")),
        "pyproject.toml": _pyproject(root),
    }
    return edits | ({"tsconfig.json": tsconfig(_text(root / "tsconfig.json"))} if _has_types(root) else {})


def _text(file: Path) -> str:
    return file.read_text("utf-8") if file.is_file() else ""


def _has_types(root: Path) -> bool:
    return (root / "tsconfig.json").is_file()


def _pyproject(root: Path) -> Edited:
    """Return the pyproject.toml of a new project; one that exists stays as it is."""
    new = project_files(Choices(".", _name(root), tests=False))["pyproject.toml"]
    text = _text(root / "pyproject.toml")
    if not text:
        return Edited(new)
    try:
        project = tomllib.loads(text)
    except tomllib.TOMLDecodeError as failure:
        raise ScaffoldError(f"pyproject.toml is no TOML: {failure}") from failure
    asked = project.get("project", {}).get("dependencies", [])
    wanted = next(iter(tomllib.loads(new)["project"]["dependencies"]))
    there = any(re.match(r"lissome\b", requirement) for requirement in asked)
    advice = [] if there else [f'write "{wanted}" into [project] dependencies']
    if "lissome[node]" not in text:
        group = 'build = ["lissome[node]"]'
        advice.append(f"write {group} into [dependency-groups], unless each machine that builds has Node")
    return Edited(text, tuple(advice))


def _name(root: Path) -> str:
    """Return a name for the Python side: that of package.json, as Python packages are spelled."""
    name = str((read_json(root / "package.json") or {}).get("name", root.name))
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or DEFAULT_NAME


def _check_kit(root: Path) -> None:
    """Check that it is a project of SvelteKit 3.

    Raises:
        ScaffoldError: it is not.
    """
    package = read_json(root / "package.json")
    if package is None:
        raise ScaffoldError(f"{root} has no package.json that can be read, so it is no SvelteKit project.")
    asked = next((package[kind][_KIT] for kind in KINDS if _KIT in package.get(kind, {})), None)
    if asked is None:
        raise ScaffoldError(f"{root / 'package.json'} does not name {_KIT}. `lissome new` makes a project.")
    major = re.match(r"\D*(\d+)", str(asked))
    if major and int(major[1]) < 3:
        raise ScaffoldError(
            f"package.json asks for {_KIT} {asked}, and lissome works with SvelteKit 3. Run `npx sv "
            "migrate sveltekit-3` first (https://svelte.dev/docs/kit/migrating-to-sveltekit-3), and then "
            "`lissome adopt` again."
        )
