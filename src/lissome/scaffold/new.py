"""Makes a new project."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from lissome.build.npm import copy_npm_package
from lissome.scaffold.choices import Choices
from lissome.scaffold.errors import ScaffoldError
from lissome.scaffold.templates import project_files

# Where `lissome sync` writes stubs of Python modules; pyproject.toml names it.
STUBS: Final = Path(".svelte-kit", "lissome", "python")

# What a folder may have before the project is made: none of these is a file of a project.
_HARMLESS: Final = frozenset({".git", ".venv", ".DS_Store", ".idea"})


def new(choices: Choices) -> list[str]:
    """Make a project in its folder, with all parents of that.

    Returns:
        The paths of its files, relative to the folder.

    Raises:
        ScaffoldError: the folder has files, or cannot be written to.
    """
    folder = Path(choices.folder)
    check_empty(folder)
    files = project_files(choices)
    try:
        for name, text in files.items():
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        # package.json refers to the one, so npm needs it from its first run on; ty needs the other.
        copy_npm_package(folder)
        (folder / STUBS).mkdir(parents=True)
    except OSError as failure:
        raise ScaffoldError(f"{folder} cannot be written: {failure}") from failure
    return list(files)


def check_empty(folder: Path) -> None:
    """Check that a project may be made in a folder: nothing would be overwritten there.

    Raises:
        ScaffoldError: it has files, or is one.
    """
    if folder.exists() and not folder.is_dir():
        raise ScaffoldError(f"{folder} is a file. Name a folder that does not exist yet.")
    there = sorted({file.name for file in folder.iterdir()} - _HARMLESS) if folder.is_dir() else []
    if there:
        more = f" and {len(there) - 3} more" if len(there) > 3 else ""
        raise ScaffoldError(
            f"{folder} is not empty: it has {', '.join(there[:3])}{more}, and nothing is ever overwritten. "
            "Name a folder that does not exist yet. To add lissome to a SvelteKit project, run "
            "`lissome adopt` there."
        )
